# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid

import pytest

from mendsky.apps.watch import pairs
from mendsky.apps.watch.models import WorkingPair
from mendsky.core.terms.credentials import Credential
from mendsky.keys.vault import KeyDestroyed, open_vault

SYSTEM = uuid.UUID(int=7)
PLACE = (SYSTEM, "weak-password", "/login")
PAIR = Credential(account="zhangsan", password="made-up-1")
OTHER = Credential(account="zhangsan", password="made-up-2")


def known(**how):
    return pairs.known([SYSTEM], **({"exposed_only": False} | how))


def test_a_pair_comes_back_from_its_seal(db):
    pairs.keep(PLACE, (PAIR,))
    assert known() == {SYSTEM: {"weak-password": (PAIR,)}}
    sealed = bytes(WorkingPair.objects.get().sealed)
    assert b"zhangsan" not in sealed
    assert b"made-up" not in sealed


def test_pairs_that_opened_a_place_together_stay_in_their_order(db):
    pairs.keep(PLACE, (OTHER, PAIR))
    assert known() == {SYSTEM: {"weak-password": (OTHER, PAIR)}}


def test_the_newest_pair_of_a_place_stands(db):
    pairs.keep(PLACE, (PAIR,))
    pairs.keep(PLACE, (PAIR,))
    pairs.keep(PLACE, (OTHER,))
    assert known() == {SYSTEM: {"weak-password": (OTHER,)}}


def test_a_place_that_is_not_exposed_now_gives_its_pair_to_retests_only(db):
    pairs.keep(PLACE, (PAIR,))
    assert known(exposed_only=True) == {}


def test_a_forgotten_pair_is_gone_with_its_key(db, django_capture_on_commit_callbacks):
    pairs.keep(PLACE, (PAIR,))
    key = f"pair/{WorkingPair.objects.get().id}"
    with django_capture_on_commit_callbacks(execute=True):
        pairs.forget([PLACE])
    assert known() == {}
    with pytest.raises(KeyDestroyed):
        open_vault().get(key)
