# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A working copy put on line as it was checked out, with the folder of its versions."""

from mendsky.lab.exchange import Site
from mendsky.lab.exposed_repository.repository import FILES, files, others_denied
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Premises, always

FORMS = tuple(FILES)


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` denies the one file that everybody asks for and leaves the others."""
    form = premises.fault.form
    served = files(form)
    if hidden:
        served[next(iter(served))] = always(FORBIDDEN)
    return assemble(premises, pages=served, prefixes=others_denied(form))
