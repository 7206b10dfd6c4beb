# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.showing import listed, people, unseen_people
from mendsky.core.terms.probing import Reading, Seen

ID = "cn-resident-id"


def reading(shown, hidden, masked=0, classes=("name",), tier="A"):
    def seen(count):
        return (Seen(kind=ID, tier=tier, occurrences=count, distinct=count),) if count else ()

    return Reading(
        identifiers=seen(shown + hidden), hidden=seen(hidden), masked=masked, classes=frozenset(classes)
    )


@pytest.mark.parametrize(
    ("read", "list_of", "unseen"),
    [
        (reading(5, 0), (5, True), 0),
        (reading(4, 0), None, 0),
        (reading(0, 2), None, 2),
        (reading(0, 1), None, 0),
        (reading(4, 9), None, 9),
        (reading(5, 9), (5, True), 0),
        (reading(0, 0, masked=20), (20, False), 0),
        (reading(0, 1, masked=20), (20, False), 0),
        (reading(0, 20, masked=20), None, 20),
        (reading(0, 0, masked=20, classes=()), None, 0),
        (reading(0, 20, tier="B"), None, 0),
    ],
)
def test_what_a_page_holds_is_a_list_or_in_its_source_or_neither(read, list_of, unseen):
    assert (listed(read), unseen_people(read)) == (list_of, unseen)


@pytest.mark.parametrize("shown", range(8))
@pytest.mark.parametrize("hidden", range(4))
@pytest.mark.parametrize("masked", [0, 20])
def test_no_page_is_two_loopholes(shown, hidden, masked):
    read = reading(shown, hidden, masked)
    assert listed(read) is None or unseen_people(read) == 0


def test_people_are_counted_by_the_kind_of_which_there_are_most():
    kinds = [Seen(kind=kind, tier="A", occurrences=9, distinct=count) for kind, count in ((ID, 3), ("x", 4))]
    assert people(Reading(identifiers=tuple(kinds))) == 4
