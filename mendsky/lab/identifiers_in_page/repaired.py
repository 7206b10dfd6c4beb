# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: digits hidden before anything is sent, the page taken down, or a login."""

from mendsky.lab.exchange import Site
from mendsky.lab.identifiers_in_page.document import REQUEST, asking_page, document, in_part, linked
from mendsky.lab.open_api.endpoint import answered
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved, not_found

WAYS = ("masked-at-source", "taken-down", "login")


def site(premises: Premises) -> Site:
    """Make the site with nobody's number in what it sends."""
    weakness = premises.fault
    if weakness.repair == "masked-at-source":
        return assemble(premises, links=linked(premises), pages=document(premises, in_part))
    if weakness.repair == "taken-down":
        return assemble(premises, pages={weakness.path: always(not_found(premises))})
    closed: dict[str, Answering] = {"/login.html": always(login(premises))}
    if weakness.form == REQUEST:
        refusal = answered({"code": 401, "label": "synthetic"}, status=401)
        closed |= {**asking_page(premises), weakness.path: always(refusal)}
    else:
        closed[weakness.path] = always(moved("/login.html"))
    return assemble(premises, links=linked(premises), pages=closed)
