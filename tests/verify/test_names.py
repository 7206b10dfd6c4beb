# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever is named before its case is, is a difference."""

from mendsky.verify.names import name_differences


def event(case, number, stage):
    return {"type": "event", "case": case, "number": number, "stage": stage}


FACTS = [event("A", 1, "counted"), event("A", 2, "named"), event("B", 1, "named"), event("B", 2, "counted")]


def test_a_case_that_is_named_may_be_named():
    assert name_differences({"A": {"en": "Office"}}, FACTS) == []


def test_a_case_that_is_counted_or_withheld_may_not():
    assert name_differences({"B": {}, "C": {}}, FACTS) == [
        "named: the organisation of 'B' is named, but the case is counted",
        "named: the organisation of 'C' is named, but the case is withheld",
    ]
