# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sequencer gives each fact one place for ever, and notices what was changed behind its back."""

import pytest

from mendsky.apps.publication import ledger, services
from mendsky.apps.publication.models import Leaf, OwnFact


def test_each_fact_of_each_app_becomes_one_leaf(world):
    size = ledger.sequence()
    assert size == Leaf.objects.count()
    assert set(Leaf.objects.values_list("app", flat=True)) == {"cases", "exposure"}
    assert Leaf.objects.filter(app="cases").count() == 9


def test_sequencing_again_adds_nothing(world):
    assert ledger.sequence() == ledger.sequence()


def test_the_order_is_that_of_apps_and_their_serials(world):
    ledger.sequence()
    rows = list(Leaf.objects.order_by("index").values_list("app", "serial"))
    assert rows == sorted(rows, key=lambda row: (list(ledger.SOURCES).index(row[0]), row[1]))


def test_indexes_have_no_gap(world):
    size = ledger.sequence()
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(size))


def test_a_changed_fact_is_noticed(world):
    services.release(world.now)
    row = OwnFact.objects.filter(kind="key").get()
    OwnFact.objects.filter(pk=row.pk).update(commitment=bytes(32))
    with pytest.raises(ledger.LedgerDamagedError, match="of publication is missing or was changed"):
        ledger.read()


def test_a_removed_fact_is_noticed(world):
    services.release(world.now)
    OwnFact.objects.filter(kind="key").delete()
    with pytest.raises(ledger.LedgerDamagedError):
        ledger.read()


def test_an_erased_fact_leaves_the_tree_as_it_was(world):
    before = services.release(world.now)
    OwnFact.objects.filter(kind="key").update(salt=None)
    read = ledger.read()
    assert read.tree.root(before.size).hex() == before.root
    assert sum(fact.fact is None for fact in read.facts) == 1
