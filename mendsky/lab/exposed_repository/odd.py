# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders of which it cannot be told whether they are repositories."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.exposed_repository.repository import NAMES, files
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, not_found


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd repository; files of such names in other folders are as odd."""
    others = beside(premises, answering)

    def elsewhere(asked: Asked) -> Reply:
        return others(asked) if asked.path.rpartition("/")[2] in NAMES else not_found(premises)

    return assemble(premises, prefixes={premises.fault.path: answering, "/": elsewhere})


def honeypot(premises: Premises) -> Answering:
    """Serve a repository's own files in every folder."""
    served = {path.rpartition("/")[2]: answering for path, answering in files(premises.fault.form).items()}

    def answer(asked: Asked) -> Reply:
        found = served.get(asked.path.rpartition("/")[2])
        return not_found(premises) if found is None else found(asked)

    return Spreading(answer)


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
