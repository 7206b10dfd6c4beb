# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.apps.directory.report import Change, Changes, ImportReport, Outcome, Remark, entry_name, place

PLACES = {("systems", 0): "systems.csv, line 2", ("systems", 1): "systems.csv, line 3"}
CHANGED = Change(noun="systems", number=0, key="query", outcome=Outcome.CHANGED, fields=("origin",))
LEFT = Change(noun="systems", number=1, key="other", outcome=Outcome.UNCHANGED)
WRONG = Remark(noun="systems", number=1, key="other", says="origin is refused")


def report(**changes):
    fields = {"changes": (CHANGED, LEFT), "refused": (), "warnings": (), "dry_run": True, "places": PLACES}
    return ImportReport(**(fields | changes))


def test_an_entry_is_named_by_its_file_and_line_or_by_its_place():
    assert place("systems", 1, PLACES) == "systems.csv, line 3"
    assert entry_name("systems", 6, "query", {}) == "systems, entry 7 (query)"
    assert Remark(says="the document is empty").line(PLACES) == "the document is empty"
    assert Remark(noun="systems", says="must be a list").line(PLACES) == "systems: must be a list"


def test_a_dry_run_tells_each_entry_that_would_change():
    assert report().lines() == (
        "organisations: 0 added, 0 changed, 0 closed, 0 unchanged",
        "systems: 0 added, 1 changed, 0 closed, 1 unchanged",
        "contacts: 0 added, 0 changed, 0 closed, 0 unchanged",
        "grants: 0 added, 0 changed, 0 closed, 0 unchanged",
        "optouts: 0 added, 0 changed, 0 closed, 0 unchanged",
        "changed: systems.csv, line 2 (query): origin",
    )


def test_an_import_tells_the_counts_only():
    assert len(report(dry_run=False).lines()) == 5


def test_what_is_refused_stands_last_and_without_counts():
    lines = report(refused=(WRONG,), warnings=(WRONG,)).lines()
    assert lines[-2:] == (
        "warning: systems.csv, line 3 (other): origin is refused",
        "refused: systems.csv, line 3 (other): origin is refused",
    )
    assert not any("unchanged" in line for line in lines)


def test_the_same_is_there_for_machines():
    made = report(refused=(WRONG,)).as_json()
    assert report().systems == Changes(added=0, changed=1, closed=0, unchanged=1)
    assert made["systems"] == {"added": 0, "changed": 1, "closed": 0, "unchanged": 1}
    assert made["entries"] == [
        {
            "noun": "systems",
            "place": "systems.csv, line 2",
            "key": "query",
            "outcome": "changed",
            "fields": ["origin"],
        }
    ]
    assert made["refused"] == ["systems.csv, line 3 (other): origin is refused"]
    assert (made["warnings"], made["dry_run"]) == ([], True)
