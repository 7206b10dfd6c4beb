# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A program put on line with its settings, or writing its log below the web root."""

from mendsky.lab.exchange import LongFile, Reply, Site
from mendsky.lab.exposed_settings.file import PAGES, PATHS, left
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always, page

FORMS = tuple(PATHS)


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` no longer links the page that gave away what runs, and leaves the file."""
    links, pages = ({}, {}) if hidden else program(premises)
    return assemble(premises, links=links, pages={**pages, premises.fault.path: serving(left(premises))})


def program(premises: Premises) -> tuple[dict[str, str], dict[str, Answering]]:
    """Give the link and the page whose address shows what runs, where the form needs one."""
    at = PAGES.get(premises.fault.form)
    if at is None:
        return {}, {}
    return {at: "办事须知"}, {at: always(page(premises, "办事须知", "<p>请携带有效证件原件。</p>"))}


def serving(file: LongFile) -> Answering:
    """Serve a file as text."""
    return always(Reply(file=file, kind="text/plain; charset=utf-8"))
