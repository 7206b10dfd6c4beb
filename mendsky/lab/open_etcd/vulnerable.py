# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An etcd that shows everybody's record to whoever connects."""

from mendsky.lab.open_etcd.store import REFUSED, Answer, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

ALL = "AA=="
"""End of a range that has none, as it is written."""


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` keeps whoever knows no name from listing all, no more."""
    return service(everybody(premises), _named_alone) if hidden else service(everybody(premises))


def _named_alone(_: str, asked: dict[str, object]) -> Answer | None:
    return REFUSED if asked.get("range_end") == ALL else None
