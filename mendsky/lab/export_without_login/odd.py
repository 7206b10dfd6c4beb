# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Reply, Site
from mendsky.lab.export_without_login.export import export, named
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd export."""
    path = premises.fault.path
    links, pages = named(premises)
    prefixes = {path[: path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, links=links, pages={**pages, path: answering}, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Give people at every address beside the export too."""
    return Spreading(export(premises))


def workbook(_: Premises) -> Answering:
    """Give a workbook that is damaged."""
    content = b"PK\x03\x04" + bytes(range(256)) * 40 + b"synthetic"
    return always(
        Reply(body=content, kind="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "workbook": workbook}
