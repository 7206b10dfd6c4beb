# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core import identity
from mendsky.net.probing import readings
from tests.people import resident_id

YEARS = (1800, 1899)


@pytest.fixture
def looked(monkeypatch):
    """What the engine was given, while nothing is kept of other tests."""
    given = []
    engine = identity.read

    def look(content, nation, birth_years):
        given.append(content)
        return engine(content, nation, birth_years)

    monkeypatch.setattr(readings, "_kept", {})
    monkeypatch.setattr(identity, "read", look)
    return given


def test_the_same_bytes_are_read_once(looked, nation):
    body = f"<td>{resident_id(2)}</td>".encode()
    first, again = (readings.read(body, nation, YEARS) for _ in range(2))
    assert looked == [body]
    assert first == again
    assert first.occurrences == 1


def test_other_years_of_birth_are_another_reading(looked, nation):
    body = resident_id(2).encode()
    assert [readings.read(body, nation, years).occurrences for years in (YEARS, (1950, 1999))] == [1, 0]
    assert len(looked) == 2


def test_no_value_is_kept(looked, nation):
    body = resident_id(3).encode()
    readings.read(body, nation, YEARS)
    assert resident_id(3) not in repr(readings._kept)


def test_no_more_is_kept_than_there_is_room_for(looked, nation, monkeypatch):
    monkeypatch.setattr(readings, "MOST", 2)
    for body in (b"a", b"b", b"c"):
        readings.read(body, nation, YEARS)
    assert len(readings._kept) <= 2
