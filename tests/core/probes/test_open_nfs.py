# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import nfs
from mendsky.core.probes.open_nfs import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.files import kept_file
from mendsky.lab.open_nfs.store import CLOSED, LOOKUP, PERM, READ, READDIR, fragment, service
from mendsky.lab.talks import Said
from tests.people import resident_id, table
from tests.rehearsal import converse

ORIGIN = "nfs://yb.lab.test:2049"
PLACE = Place(group="/srv/data/")
PEOPLE = {"/srv/data/ry.csv": table(300)}
HARMLESS = {"/pub/readme.txt": "x", "/pub/form.pdf": "x", "/pub/budget.csv": "year,budget\n2014,17\n"}


def play(files, refuses=lambda *_: 0, *, anything=False, **how):
    tree = {path: kept_file(text.encode()) for path, text in files.items()}
    outcome, sent = converse(ORIGIN, service(tree, refuses, anything=anything), ENTRY, **how)
    return outcome.observations[0], sent, outcome


def test_a_file_of_people_is_exposed_and_only_its_head_read():
    seen, sent, outcome = play(HARMLESS | PEOPLE)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert seen.records.low <= 300 <= seen.records.high
    assert resident_id(1)[:10] not in repr(outcome)
    assert outcome.requests == seen.requests == len(sent) <= SPEC.cost
    assert nfs.reading((b"srv", b"data", b"ry.csv"), 380) in sent


def test_a_dump_that_begins_with_its_columns_is_read_further():
    seen, _, _ = play({"/srv/data/ry.sql": "-- columns\n" * 50 + table(300)})
    assert (seen.place, seen.records.high) == (PLACE, None)


def test_names_that_are_peoples_numbers_are_exposed_and_never_sent():
    seen, sent, outcome = play({f"/srv/data/{resident_id(number)}.jpg": "x" for number in range(9)})
    assert (seen.answer, seen.place, seen.records.low) == (Answer.EXPOSED, PLACE, 9)
    assert resident_id(1)[:10] not in repr(outcome)
    for files in ({f"/srv/{resident_id(1)}/x.csv": "x"}, {f"/srv/{resident_id(1)}.csv": "x"}):
        seen, sent, _ = play(files)
        assert seen.cause is Cause.OVER_BUDGET
        assert not any(resident_id(1).encode() in one for one in sent)


def test_no_file_is_read_where_the_grant_lets_nothing_be_read():
    seen, sent, _ = play(PEOPLE, sample_records=0)
    assert seen.cause is Cause.NOT_GRANTED
    assert not any(b"ry.csv" in one for one in sent)


@pytest.mark.parametrize(
    "files", [{}, HARMLESS, {"/srv/data/ry.csv": ""}], ids=["nothing", "forms", "an empty file"]
)
def test_a_server_that_shows_nobody_is_no_finding(files):
    assert play(files)[0].answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    "files",
    [
        {"/srv/all.zip": "x"},
        {"/srv/ry.csv": "year\n" * 900},
        {f"/srv/{number}.csv": "year\n" for number in range(9)},
        {f"/d{number}/x.pdf": "x" for number in range(10)},
    ],
    ids=["an archive", "a long file", "more files than are read", "more directories than are listed"],
)
def test_what_was_not_looked_at_is_not_called_clean(files):
    assert play(files)[0].cause is Cause.OVER_BUDGET


def test_a_known_directory_is_looked_into_though_the_root_lists_nothing():
    def hides(kind, path):
        return CLOSED if kind == READDIR and not path else 0

    assert play(PEOPLE, hides)[0].answer is Answer.NOT_EXPOSED
    assert play(PEOPLE, hides, places={SPEC.kind: (PLACE,)})[0].place == PLACE


REFUSALS = {
    "the account may not": (CLOSED, None),
    "a login is wanted": (10_016, None),
    "it is gone": (2, None),
    "a low port is wanted": (PERM, Cause.BLOCKED),
    "another minor version": (10_021, Cause.BLOCKED),
    "a pause after its start": (10_013, Cause.SERVER_ERROR),
}


@pytest.mark.parametrize("kind", [READDIR, LOOKUP, READ])
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_repair_or_may_hide_anything(name, kind):
    error, cause = REFUSALS[name]
    seen, _, _ = play(PEOPLE, lambda one, _: error if one == kind else 0)
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


def test_a_server_that_has_whatever_is_asked_for_proves_nothing():
    assert play(PEOPLE, anything=True)[0].cause is Cause.HONEYPOT


PIECES = [
    fragment(pack(f">{len(words)}I", *words))
    for words in (
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 24, 0), (7, 1, 1, 1, 5), (7, 1, 0, 0, 0, 2, 3, 3),
        (7, 1, 0, 0, 0, 0, 13, 0, 0),
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 26, 0, 0, 0, 1, 0, 7, 1, 0x61000000, 1, 0x12, 12, 2, 0, 9, 0, 0),
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 25, 0, 0, 4, 0x61626364), (8, 1),
    )
]  # fmt: skip
PIECES += [b"SSH", b"", bytes(30), b"\x80\0\0\x20abc"]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter(pieces * 50)
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
