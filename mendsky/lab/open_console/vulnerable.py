# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A product put on line with its console, or a program with its debugger."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_console.console import DEBUGGER, LINKED, PATHS, entrance, opened
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always, page

FORMS = tuple(PATHS)


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes away whatever leads to the console, and leaves the console."""
    links, pages = ({}, {}) if hidden else leading(premises)
    return assemble(premises, links=links, pages={**pages, premises.fault.path: opened(premises)})


def leading(premises: Premises) -> tuple[dict[str, str], dict[str, Answering]]:
    """Give the links and pages by which a visitor comes upon the console."""
    form = premises.fault.form
    if form == DEBUGGER:
        return {f"{premises.fault.path}?nd=2014": "统计年报"}, {}
    at = LINKED.get(form)
    if at is None:
        return {}, entrance(form)
    return {at: "办事须知"}, {at: always(page(premises, "办事须知", "<p>请携带有效证件原件。</p>"))}
