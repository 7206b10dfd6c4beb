# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the server asks for each object whether it is the asking account's."""

from collections.abc import Mapping

from mendsky.lab.exchange import Site
from mendsky.lab.object_references.portal import LOGIN, Portal, Refusing
from mendsky.lab.website import Premises, moved, not_found, page

LABELS = "".join(f"<tr><th>{label}</th><td></td></tr>" for label in ("姓名", "身份证号码", "手机号码"))
EMPTY = f"<h2>办件详情</h2><p>您无权查看他人的办件。咨询电话 010-12345678。</p><table>{LABELS}</table>"


REFUSALS: Mapping[str, Refusing] = {
    "forbidden": lambda premises: page(premises, "办件详情", "<p>无权查看。</p>", status=403),
    "not-there": not_found,
    "says-no": lambda premises: page(premises, "办件详情", EMPTY),
    "login-again": lambda _: moved(LOGIN),
}
WAYS = tuple(REFUSALS)
"""How another account's question is answered: 403, 404, 200 with an empty form, or the login."""


def site(premises: Premises) -> Site:
    """Make the site with its objects kept to their accounts."""
    return Portal(premises=premises, refuses=REFUSALS[premises.fault.repair]).site()
