# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The corpus is labelled rightly, always the same, and knows nothing of the engine."""

import ast
import random
from collections import Counter
from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.cn import ric

from tests.corpus import decoys, oracle
from tests.corpus.generator import KINDS, PLANS, SEED, corpus

CASES = tuple(corpus(3_000))


def test_nothing_here_imports_the_engine():
    for path in Path(__file__).parent.glob("*.py"):
        if path.name.startswith("test_") and path.name != Path(__file__).name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("mendsky")], path.name


def test_the_same_seed_gives_the_same_cases():
    known = [case.content for case in CASES[:200]]
    same, other = ([case.content for case in corpus(200, seed=seed)] == known for seed in (SEED, 1))
    assert (same, other) == (True, False)


def test_a_fifth_are_mutations_and_every_kind_and_decoy_occurs():
    names = Counter(case.name.split("/")[0] for case in CASES)
    assert names["mutated"] * 5 == len(CASES)
    assert {label.kind for case in CASES for label in case.labels} == set(KINDS)
    assert {case.name.split("/")[1] for case in CASES if not case.name.find("decoy")} == {
        decoy.__name__ for decoy in decoys.ALL
    }


def test_no_case_shows_a_value():
    for case in CASES[:300]:
        shown = repr(case)
        assert not any(label.value in shown for label in case.labels)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.kind}-{plan.name}")
def test_what_is_written_is_read_back_as_the_same_value(plan):
    draw = random.Random(7)
    for _ in range(50):
        value = plan.make(draw)
        same = oracle.canonical(plan.kind, plan.write(value)) == oracle.canonical(plan.kind, value)
        assert same, plan.name


def test_the_oracle_agrees_with_others_on_the_check_of_resident_ids_and_cards():
    for case in CASES:
        for label in case.labels:
            if label.kind == "cn-resident-id":
                body = label.value[:17]
                same = oracle.check_character(body) == ric.calc_check_digit(body + "0")
                assert same
            if label.kind in {"cn-bank-card", "payment-card"}:
                right = luhn.is_valid(label.value)
                assert right


def test_decoys_are_nobodys():
    for case in CASES:
        if case.name.startswith("decoy/"):
            assert case.labels == ()
