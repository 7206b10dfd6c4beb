# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of which nothing can be told."""

from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab import office
from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.files import kept_file
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.published_list.document import TITLE, document, linked, naming, numbers
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises

ATTACHED = "/attach/mingdan."


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A document of which nothing can be told, whatever the form of the list was."""

    form: str
    content: bytes

    def __call__(self, asked: Asked) -> Reply:  # noqa: ARG002 - it answers the same whatever is asked
        """Answer one request."""
        return Reply(file=kept_file(self.content), kind=office.MEDIA_TYPES[self.form])


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd list."""
    weakness = premises.fault
    if isinstance(answering, Attached):
        path = f"{ATTACHED}{answering.form}"
        return assemble(premises, links={path: TITLE}, pages={path: answering})
    pages = {weakness.path: answering, **naming(premises)}
    prefixes = {weakness.path[: weakness.path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, links=linked(premises), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Show the list at every address beside its own too."""
    return Spreading(document(premises, numbers(premises))[premises.fault.path])


def damaged(_: Premises) -> Answering:
    """Attach a workbook of which a part was lost on the way to the server."""
    whole = office.workbook([("synthetic",)] * 50)
    return Attached(form="xlsx", content=whole[: len(whole) // 2])


def pictures(_: Premises) -> Answering:
    """Attach a PDF of a scanned page, in which no text stands."""
    return Attached(form="pdf", content=office.picture())


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "damaged": damaged,
    "pictures": pictures,
}
