# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re
from datetime import UTC, datetime, timedelta

import pytest

from mendsky.keys.links import Link, LinkError, LinkExpired, make, read

NOW = datetime(2015, 4, 1, tzinfo=UTC)
LINK = {"purpose": "owner", "case": "MS-CN-2015-0003", "party": "5c0f"}


@pytest.fixture
def token(vault):
    return make(vault, **LINK, expires=NOW + timedelta(days=30))


def test_a_link_says_who_may_do_what_in_which_case(vault, token):
    assert read(vault, token, now=NOW) == Link(**LINK)


def test_a_link_can_stand_in_a_path_and_tells_nobody_its_case(token):
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert "MS-CN" not in token


def test_a_link_ends(vault, token):
    with pytest.raises(LinkExpired, match="new letter"):
        read(vault, token, now=NOW + timedelta(days=30))


def test_a_link_with_a_changed_letter_is_not_ours(vault, token):
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(LinkError, match="not one of ours"):
            read(vault, token[:place] + other + token[place + 1 :], now=NOW)


@pytest.mark.parametrize("foreign", ["", "a", "\u00e9", "=" * 8, "a" * 3_000, "../../etc", "AQ" * 40])
def test_a_foreign_link_is_not_ours(vault, foreign):
    with pytest.raises(LinkError):
        read(vault, foreign, now=NOW)


def test_a_link_of_another_installation_is_not_ours(vault, token):
    vault.destroy("links")
    with pytest.raises(LinkError, match="not one of ours"):
        read(vault, token, now=NOW)


def test_a_link_needs_an_end_with_its_zone(vault):
    with pytest.raises(ValueError, match="time zone"):
        make(vault, **LINK, expires=datetime(2015, 4, 1))  # noqa: DTZ001 - the point
