# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grants are listed by who sees their systems; one that ends uncovered is told in time."""

from datetime import UTC, datetime, timedelta

import pytest

from mendsky.apps.directory import grant_list
from mendsky.apps.directory.services import import_document
from mendsky.core.rules.grant_term import ENDS_SOON, GrantTerm
from tests import published

SOON = datetime(2015, 12, 20, tzinfo=UTC)
"""Within thirty days of the grant's end."""
DOCUMENT = published.document()
(ALL,) = DOCUMENT["grants"]


@pytest.fixture
def directory(synthetic, nation, monday):
    """Import a directory with further grants."""

    def enter(*grants):
        import_document({**DOCUMENT, "grants": [ALL, *grants]}, now=monday, synthetic=True, nation=nation)

    return enter


def ids(entries):
    return [(one.id, one.version) for one in entries]


def longer(**changes):
    return {**ALL, "expires": "2017-01-01T00:00:00+08:00", **changes}


def test_a_grant_is_listed_with_its_systems_and_term(directory, monday):
    directory()
    (entry,) = grant_list.grant_entries(monday, None)
    assert (entry.id, entry.version, entry.systems, entry.classes) == ("all-2015", 1, 3, (0, 1, 2))
    assert entry.term(monday) is GrantTerm.LIVE
    assert entry.term(entry.expires) is GrantTerm.EXPIRED


def test_who_sees_none_of_its_systems_sees_no_grant(directory, monday):
    directory(longer(id="changchun", origins=ALL["origins"][:1]))
    here = grant_list.origins_within(["130000"], monday)
    assert here == {"http://yb130900.lab.test:8080"}
    assert ids(grant_list.grant_entries(monday, here)) == [("all-2015", 1)]
    assert grant_list.grant_entries(monday, frozenset()) == ()
    assert grant_list.origins_within(["CN"], monday) is None
    assert ids(grant_list.grant_entries(monday, None)) == [("all-2015", 1), ("changchun", 1)]


def test_the_newest_version_that_has_begun_counts_and_one_to_come_stands_beside_it(directory, monday):
    directory(
        {**ALL, "version": 2},
        longer(version=3, valid_from="2015-12-31T00:00:00+08:00"),
    )
    assert ids(grant_list.grant_entries(monday, None)) == [("all-2015", 2), ("all-2015", 3)]


def test_a_grant_that_nothing_follows_ends_soon(directory, monday):
    directory()
    assert grant_list.ending_grants(monday, None) == ()
    (entry,) = grant_list.ending_grants(SOON, None)
    assert entry.expires - SOON < ENDS_SOON
    assert grant_list.ending_grants(SOON, frozenset({"http://elsewhere.test:80"})) == ()
    assert grant_list.ending_grants(entry.expires + timedelta(days=1), None) == ()


@pytest.mark.parametrize(
    "following",
    [
        longer(id="other"),
        longer(version=2, valid_from="2015-12-31T00:00:00+08:00"),
    ],
)
def test_what_covers_all_of_its_systems_longer_follows_it(directory, following):
    directory(following)
    assert grant_list.ending_grants(SOON, None) == ()


@pytest.mark.parametrize(
    "following",
    [
        longer(id="other", origins=ALL["origins"][:2]),
        longer(id="other", revoked_at="2015-06-01T00:00:00+08:00"),
    ],
)
def test_what_leaves_a_system_out_or_was_revoked_does_not(directory, following):
    directory(following)
    assert ids(grant_list.ending_grants(SOON, None)) == [("all-2015", 1)]
