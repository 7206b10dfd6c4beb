# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky doctor --probes`: every probe over its counterparts, as a process."""

import pytest

from mendsky.cli.probe_check import lines
from mendsky.core.probes import REGISTER

WRONG = {"counterpart": "repaired", "answer": "undetermined", "cause": "timed-out", "right": "not-exposed"}
ROW = {"probe": "open-api", "tried": 9, "wrong": [WRONG], "last_fired": None, "share": 0.75, "flag": "often"}


@pytest.mark.deep
def test_every_probe_answers_rightly(mendsky):
    said = mendsky("doctor", "--probes", "--json")
    assert (said.status, said.err) == (0, "")
    assert said.json["ok"]
    rows = said.json["probes"]
    assert [row["probe"] for row in rows] == [entry.spec.kind for entry in REGISTER]
    assert {(bool(row["wrong"]), row["tried"] > 3) for row in rows} == {(False, True)}
    assert {(row["last_fired"], row["share"], row["flag"]) for row in rows} == {(None, None, None)}


def test_what_is_wrong_or_odd_stands_in_the_table():
    _, row, wrong = lines({"probes": [ROW]})
    assert row.split() == ["open-api", "8/9", "-", "75.0%", "FIRES", "TOO", "OFTEN"]
    assert wrong == "  WRONG on repaired: undetermined, timed-out, not not-exposed"
