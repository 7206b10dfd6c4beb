# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sequencer: give each committed fact of each app its place in the one tree, once and for ever."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Max

from mendsky.apps.cases import queries as cases
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.models import Leaf
from mendsky.apps.watch import queries as watch
from mendsky.core.ledger.tree import Tree
from mendsky.core.terms.facts import CommittedFact

Committed = Callable[[int, int], list[tuple[int, CommittedFact]]]
SOURCES: Mapping[str, Committed] = {
    "watch": watch.committed,
    "exposure": exposure.committed,
    "cases": cases.committed,
    "publication": publication.committed,
}
"""Who has facts, in the order in which new ones are appended."""
PAGE = 5_000


class LedgerDamagedError(RuntimeError):
    """A fact is not the one that the ledger committed to."""


@dataclass(kw_only=True, slots=True)
class Ledger:
    """The leaves of the tree with their facts, as read within one transaction."""

    facts: list[CommittedFact] = field(default_factory=list)
    """All facts in the tree's order."""
    tree: Tree = field(default_factory=Tree)

    def append(self, fact: CommittedFact) -> None:
        """Append a fact as the last leaf."""
        self.facts.append(fact)
        self.tree.append(fact.commitment)


def sequence() -> int:
    """Append what the apps have committed since; give the size of the tree.

    Waits for another sequencer, within the current transaction or one of its own.
    """
    with transaction.atomic():
        _lock()
        size = _size()
        last = _last()
        leaves: list[Leaf] = []
        for app, committed in SOURCES.items():
            for serial, fact in _pages(committed, last.get(app, 0)):
                leaves.append(Leaf(index=size, commitment=fact.commitment, app=app, serial=serial))
                size += 1
        Leaf.objects.bulk_create(leaves, batch_size=PAGE)
        return size


def read() -> Ledger:
    """Read all leaves with their facts.

    Raises `LedgerDamagedError` where a fact is missing or its commitment has changed.
    """
    last = _last()
    facts = {
        (app, serial): fact
        for app, committed in SOURCES.items()
        for serial, fact in _pages(committed, 0, until=last.get(app, 0))
    }
    ledger = Ledger()
    rows = Leaf.objects.order_by("index").values_list("index", "commitment", "app", "serial")
    for index, commitment, app, serial in rows.iterator(chunk_size=PAGE):
        fact = facts.get((app, serial))
        if fact is None or fact.commitment != bytes(commitment):
            msg = f"leaf {index} of the ledger: fact {serial} of {app} is missing or was changed"
            raise LedgerDamagedError(msg)
        ledger.append(fact)
    return ledger


def read_on(ledger: Ledger) -> None:
    """Append to a ledger the leaves that were sequenced since it was read, all by publication itself."""
    start = ledger.tree.size
    rows = list(Leaf.objects.filter(index__gte=start).order_by("index").values_list("app", "serial"))
    if not rows:
        return
    facts = dict(publication.committed(rows[0][1] - 1, len(rows)))
    for _app, serial in rows:
        ledger.append(facts[serial])


def sequence_own() -> int:
    """Append publication's own new facts only, so that a release knows every leaf under its checkpoint."""
    with transaction.atomic():
        _lock()
        size = _size()
        leaves = [
            Leaf(index=size + offset, commitment=fact.commitment, app="publication", serial=serial)
            for offset, (serial, fact) in enumerate(
                _pages(publication.committed, _last().get("publication", 0))
            )
        ]
        Leaf.objects.bulk_create(leaves, batch_size=PAGE)
        return size + len(leaves)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('mendsky sequencer'))")


def _size() -> int:
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def _last() -> dict[str, int]:
    return dict(Leaf.objects.values_list("app").annotate(last=Max("serial")))


def _pages(committed: Committed, after: int, until: int | None = None) -> Iterator[tuple[int, CommittedFact]]:
    while True:
        page = committed(after, PAGE)
        for serial, fact in page:
            if until is not None and serial > until:
                return
            yield serial, fact
        if len(page) < PAGE:
            return
        after = page[-1][0]
