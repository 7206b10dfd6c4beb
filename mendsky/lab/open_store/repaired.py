# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a login, a proxy that asks for one, another network, or nobody in the documents."""

from collections.abc import Sequence

from mendsky.lab.exchange import Reply, Site
from mendsky.lab.open_store.store import Document, Held, alone, answered, documents, front, listing
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises, always

WAYS = ("login", "proxy", "moved-away", "statistics")
YEARS = 40
LOGIN = answered({"error": "unauthorized", "reason": "synthetic: name or password is missing"}, status=401)
PROXY = Reply(
    status=401,
    body=b"<html><title>401 Authorization Required</title>synthetic</html>",
    headers={"WWW-Authenticate": 'Basic realm="store"'},
)


def site(premises: Premises) -> Site:
    """Make the site with the store closed, gone, or with public statistics alone."""
    weakness = premises.fault
    if weakness.repair == "moved-away":
        return assemble(premises)
    if weakness.repair == "statistics":
        held = {"tongji": Held(records=YEARS, documents=_statistics)}
        return alone(premises, {**front(weakness), **listing(weakness, held), **documents(weakness, held)})
    closed = (*listing(weakness, {}), weakness.path)
    if weakness.repair == "proxy":
        return assemble(premises, pages=dict.fromkeys(closed, always(PROXY)))
    # As CouchDB does: its front page still says what it is, and nothing else is shown.
    return alone(premises, {**front(weakness), **dict.fromkeys(closed, always(LOGIN))})


def _statistics(few: int) -> Sequence[Document]:
    return [
        {"nf": str(2015 - year), "cbrs": str(180_000 + 731 * year), "label": "synthetic"}
        for year in range(min(few, YEARS))
    ]
