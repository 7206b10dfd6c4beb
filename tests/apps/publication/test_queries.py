# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releases are found by their public names, and their documents are handed out unchanged or not at all."""

import pytest

from mendsky.apps.publication import queries, services


def test_before_the_first_release_there_is_none(db):
    assert queries.latest() is None
    assert queries.listed() == ()


def test_the_latest_is_the_one_made_last(world):
    first, second = services.release(world.now), services.release(world.now)
    assert queries.latest() == second
    assert queries.by_id(first.id) == first
    assert [line.id for line in queries.listed()] == [second.id, first.id]
    assert queries.listed()[0].loopholes == 3


def test_an_unknown_name_is_none(db):
    assert queries.by_id("2015-01-01-1") is None


def test_a_changed_document_is_not_handed_out(world, home):
    entry = services.release(world.now)
    path = home / "releases" / f"{entry.id}.json"
    path.write_bytes(path.read_bytes().replace(b'"loopholes":3', b'"loopholes":2'))
    with pytest.raises(queries.ReleaseDamagedError, match="has changed"):
        queries.document(entry)


def test_a_missing_document_is_named(world, home):
    entry = services.release(world.now)
    (home / "releases" / f"{entry.id}.json").unlink()
    with pytest.raises(queries.ReleaseDamagedError, match=f"{entry.id}.json"):
        queries.document(entry)
