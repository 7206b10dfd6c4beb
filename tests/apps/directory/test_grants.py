# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from mendsky.apps.directory.grants import GrantError, grant_document, parse_grant

NEEDED = ["id", "version", "signed_by", "legal_basis", "origins", "paths", "hours"]
NEEDED += ["classes", "rate", "daily_budget", "birth_years", "valid_from", "expires"]
OPTIONAL = {"networks", "excluded_paths", "test_identities", "sample_records", "revoked_at", "synthetic"}


def test_a_document_becomes_a_grant(grant):
    parsed = parse_grant(grant)
    assert parsed.id == "changchun-2015"
    assert parsed.origins == {"http://yb.lab.test:8080"}
    assert parsed.hours.start == time(0)
    assert parsed.hours.zone == ZoneInfo("Asia/Shanghai")
    assert parsed.hours.weekdays == set(range(7))
    assert parsed.valid_from == datetime(2014, 12, 31, 16, tzinfo=UTC)
    assert parsed.birth_years == (1800, 1899)
    assert parsed.synthetic


def test_a_grant_written_and_read_is_the_same(grant):
    parsed = parse_grant({**grant, "revoked_at": "2015-05-01T00:00:00Z"})
    assert parse_grant(grant_document(parsed)) == parsed


def test_the_same_grant_is_written_in_one_form(grant):
    other = {**grant, "origins": ["HTTP://YB.lab.test:8080/"], "valid_from": "2014-12-31T16:00:00Z"}
    assert grant_document(parse_grant(other)) == grant_document(parse_grant(grant))


def test_what_may_be_left_out_allows_least(grant):
    parsed = parse_grant({key: value for key, value in grant.items() if key not in OPTIONAL})
    assert parsed.networks == ()
    assert parsed.test_identities == ()
    assert parsed.sample_records == 0
    assert not parsed.synthetic
    assert parsed == replace(
        parse_grant(grant),
        networks=(),
        excluded_paths=(),
        test_identities=(),
        sample_records=0,
        synthetic=False,
    )


@pytest.mark.parametrize("field", NEEDED)
def test_what_must_be_said_cannot_be_left_out(grant, field):
    del grant[field]
    with pytest.raises(GrantError, match=f"needs {field}"):
        parse_grant(grant)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("version", 0),
        ("version", True),
        ("signed_by", ""),
        ("origins", []),
        ("origins", ["yb.lab.test"]),
        ("networks", ["127.0.0.1/8"]),
        ("networks", ["everywhere"]),
        ("paths", []),
        ("paths", ["admin"]),
        ("paths", ["//other.test/"]),
        ("paths", ["/a?b"]),
        ("paths", ["/a\\b"]),
        ("paths", ["/a b"]),
        ("classes", []),
        ("classes", [4]),
        ("classes", [1, 1]),
        ("rate", 0),
        ("daily_budget", 0),
        ("sample_records", -1),
        ("birth_years", [1899, 1800]),
        ("birth_years", [1800]),
        ("valid_from", "2015-01-01T00:00:00"),
        ("valid_from", "2015-02-30T00:00:00Z"),
        ("valid_from", "2016-01-01T00:00:00+08:00"),
        ("expires", "0001-01-01T00:00:00+08:00"),
        ("revoked_at", "yesterday"),
        ("synthetic", "no"),
        ("hours", {"start": "24:00", "end": "00:00", "zone": "Asia/Shanghai"}),
        ("hours", {"start": "00:00", "end": "00:00", "zone": "Asia/Atlantis"}),
        ("hours", {"start": "00:00", "end": "00:00", "zone": "../../etc/passwd"}),
        ("hours", {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai", "weekdays": []}),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(grant, field, wrong):
    with pytest.raises(GrantError) as refused:
        parse_grant({**grant, field: wrong})
    assert "\n" not in str(refused.value)
    assert field in str(refused.value) or "origin" in str(refused.value) or "expires" in str(refused.value)


def test_a_refusal_never_repeats_a_test_identity(grant):
    with pytest.raises(GrantError) as refused:
        parse_grant({**grant, "test_identities": [{"number": "220102189901010016"}]})
    assert "2201021899" not in str(refused.value)


def test_a_list_of_grants_is_no_grant(grant):
    with pytest.raises(GrantError, match="must be a grant"):
        parse_grant([grant])


def test_accounts_and_their_tries_are_read_and_never_shown(grant):
    accounts = [{"name": "office", "passwords": ["made-up-1"]}, {"name": "test"}]
    parsed = parse_grant({**grant, "accounts": accounts, "password_tries": 2})
    assert [(account.name, account.passwords) for account in parsed.accounts] == [
        ("office", ("made-up-1",)),
        ("test", ()),
    ]
    assert parsed.password_tries == 2
    assert parse_grant(grant).password_tries == 3
    assert parse_grant(grant_document(parsed)) == parsed
    assert "office" not in repr(parsed)
    assert "made-up-1" not in repr(parsed)


def test_a_test_account_is_told_from_others(grant):
    accounts = [{"name": "office"}, {"name": "trial", "passwords": ["made-up-1"], "test": True}]
    parsed = parse_grant({**grant, "accounts": accounts})
    assert [account.name for account in parsed.test_accounts] == ["trial"]
    assert parse_grant(grant_document(parsed)) == parsed
    assert "test" not in grant_document(parsed)["accounts"][0]


@pytest.mark.parametrize("passwords", [None, [], ["made-up-1", "made-up-2"]])
def test_a_test_account_has_one_password(grant, passwords):
    account = {"name": "trial", "test": True} | ({} if passwords is None else {"passwords": passwords})
    with pytest.raises(GrantError, match="password") as refused:
        parse_grant({**grant, "accounts": [account]})
    assert "made-up" not in str(refused.value)


@pytest.mark.parametrize(
    "accounts",
    [
        ["office"],
        [{"passwords": ["made-up-1"]}],
        [{"name": "x", "word": "made-up-1"}],
        [{"name": "x", "passwords": ["made-up-1"], "test": "made-up-1"}],
    ],
)
def test_an_account_that_cannot_be_read_is_refused_without_its_password(grant, accounts):
    with pytest.raises(GrantError) as refused:
        parse_grant({**grant, "accounts": accounts})
    assert "made-up-1" not in str(refused.value)
