# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from mendsky.apps.directory.grants import GrantError, grant_document, parse_grant
from mendsky.apps.directory.signatures import (
    TAG,
    GrantKeysError,
    grant_keys,
    is_genuine,
    read_keys,
    sign,
    signed_bytes,
    signing,
    why_powerless,
)
from mendsky.core.terms.grants import Signature, Signing
from mendsky.keys.office import public_text
from tests.signing import OURS, THEIRS, signed

LINE = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="\x7f", exclude_categories=["Cs"]), min_size=1
)
YEAR = st.integers(1800, 2200)
ACCOUNT = st.fixed_dictionaries(
    {"name": LINE.map(lambda text: text[:100])}, optional={"test": st.just(value=False)}
)
FIRST, LAST = datetime(2015, 1, 1, tzinfo=UTC), datetime(2015, 12, 31, tzinfo=UTC)
MOMENT = st.timedeltas(timedelta(0), timedelta(days=300))
FIELDS = {
    "id": st.from_regex(r"[A-Za-z][A-Za-z._-]{0,79}", fullmatch=True),
    "version": st.integers(1, 2**31 - 1),
    "signed_by": LINE.map(lambda text: text[:300]),
    "legal_basis": LINE.map(lambda text: text[:300]),
    "basis": st.sampled_from(["law", "consent"]),
    "origins": st.lists(
        st.from_regex(r"https://[a-z]{1,20}\.example:[1-9][0-9]{1,3}", fullmatch=True), min_size=1
    ),
    "networks": st.lists(st.sampled_from(["192.0.2.0/24", "198.51.100.7/32", "2001:db8::/32"])),
    "paths": st.lists(st.sampled_from(["/", "/a/", "/b"]), min_size=1),
    "excluded_paths": st.lists(st.sampled_from(["/", "/a/", "/b"])),
    "hours": st.fixed_dictionaries(
        {
            "start": st.sampled_from(["00:00", "20:30"]),
            "end": st.sampled_from(["00:00", "06:00"]),
            "zone": st.sampled_from(["Asia/Shanghai", "Asia/Urumqi"]),
            "weekdays": st.lists(st.integers(0, 6), min_size=1, unique=True),
        }
    ),
    "classes": st.lists(st.integers(0, 3), min_size=1, unique=True),
    "rate": st.floats(0, 1000, exclude_min=True),
    "daily_budget": st.integers(1, 2**31 - 1),
    "test_identities": st.lists(LINE.map(lambda text: text[:100])),
    "accounts": st.lists(ACCOUNT),
    "password_tries": st.integers(0, 20),
    "sample_records": st.integers(0, 1_000_000),
    "birth_years": st.tuples(YEAR, YEAR).map(sorted),
    "valid_from": MOMENT.map(lambda after: (FIRST + after).isoformat()),
    "expires": MOMENT.map(lambda before: (LAST - before).isoformat()),
    "synthetic": st.booleans(),
}


@pytest.fixture
def ours(grant):
    return signed(grant)


def test_what_is_signed_is_the_one_form_under_a_line_of_its_own(grant):
    message = signed_bytes(parse_grant(grant))
    assert message.startswith(b"mendsky grant 1\n{")
    assert message.removeprefix(TAG).startswith(
        b'{"accounts":[],"birth_years":[1800,1899],"classes":[0,1,2],'
    )
    assert b"revoked_at" not in message
    other = {**grant, "origins": ["HTTP://YB.lab.test:8080/"], "valid_from": "2014-12-31T16:00:00Z"}
    assert signed_bytes(parse_grant(other)) == message


def test_a_signed_grant_is_kept_with_its_signature_and_read_back(ours):
    grant = parse_grant(ours)
    assert is_genuine(grant)
    assert grant_document(grant)["signature"] == ours["signature"]
    assert parse_grant(grant_document(grant)) == grant


def test_a_signature_bears_no_other_message_of_the_same_key(grant, ours):
    parsed = parse_grant(grant)
    value = b64encode(OURS.sign(signed_bytes(parsed).removeprefix(TAG))).decode()
    assert not is_genuine(replace(parsed, signature=Signature(key=public_text(OURS), value=value)))


def test_every_field_of_a_grant_is_tried(grant):
    assert set(FIELDS) == {*grant_document(parse_grant({**grant, "basis": "law"}))} - {"revoked_at"}


@pytest.mark.parametrize("field", FIELDS)
@property_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.data())
def test_a_change_of_any_field_breaks_the_signature_and_nothing_else_does(grant, field, values):
    whole = {**grant, "accounts": [{"name": "trial"}], "basis": "law"}
    ours = signed(whole)
    changed = {**ours, field: values.draw(FIELDS[field])}
    same = grant_document(parse_grant(changed)) == grant_document(parse_grant(ours))
    assert is_genuine(parse_grant(changed)) is same


@pytest.mark.parametrize("field", ["networks", "basis", "test_identities", "sample_records", "synthetic"])
def test_a_field_that_is_taken_out_breaks_the_signature(grant, field):
    ours = signed({**grant, "basis": "law"})
    assert not is_genuine(parse_grant({name: value for name, value in ours.items() if name != field}))


@pytest.mark.parametrize("place", range(0, 64, 7))
def test_a_signature_with_another_byte_is_none(ours, place):
    value = bytearray(b64decode(ours["signature"]["value"]))
    value[place] ^= 1
    other = {**ours["signature"], "value": b64encode(value).decode()}
    assert not is_genuine(parse_grant({**ours, "signature": other}))


def test_the_signature_of_another_key_is_none(ours):
    other = {**ours["signature"], "key": public_text(THEIRS)}
    assert not is_genuine(parse_grant({**ours, "signature": other}))


def test_a_revocation_is_not_covered_and_can_be_added_by_anybody(ours):
    assert is_genuine(parse_grant({**ours, "revoked_at": "2015-05-01T00:00:00Z"}))


@pytest.mark.parametrize(
    "signature",
    [
        {},
        {"key": "a"},
        {"key": "A" * 43 + "=", "value": "A" * 86},
        {"key": "A" * 42 + "B=", "value": "A" * 86 + "=="},
        {"key": "A" * 43 + "=", "value": "A" * 85 + "B=="},
        {"key": "A" * 43 + "=\n", "value": "A" * 86 + "=="},
        {"key": "A" * 43 + "=", "value": "A" * 86 + "==", "by": "a"},
        None,
        "AA==",
    ],
)
def test_what_has_not_the_form_of_a_signature_is_no_grant(grant, signature):
    with pytest.raises(GrantError, match="signature"):
        parse_grant({**grant, "signature": signature})


def test_a_text_that_is_not_unicode_cannot_be_signed_and_bears_no_signature(ours):
    broken = parse_grant({**ours, "test_identities": ["\ud800"]})
    assert not is_genuine(broken)
    with pytest.raises(ValueError, match="canonically") as refused:
        sign(broken, OURS)
    assert "ud800" not in str(refused.value)


def test_a_grant_is_verified_once_however_often_it_is_read(ours):
    is_genuine.cache_clear()
    for _ in range(3):
        assert why_powerless(parse_grant(ours), None) is None
    assert (is_genuine.cache_info().misses, is_genuine.cache_info().hits) == (1, 2)


def test_where_no_list_is_set_any_key_serves_and_none_is_said_to_be_listed(ours, grant):
    assert grant_keys() is None
    assert signing(parse_grant(ours), None) is Signing.UNLISTED
    assert why_powerless(parse_grant(ours), None) is None
    assert why_powerless(parse_grant(grant), None) is None
    assert "was changed after" in why_powerless(parse_grant({**ours, "rate": 6}), None)


def test_the_list_counts_as_it_stands_at_each_moment(ours, grant, listed):
    listed((THEIRS, "Office"), (OURS, grant["signed_by"]))
    assert why_powerless(parse_grant(ours), grant_keys()) is None
    listed((THEIRS, "Office"))
    assert "not in the list" in why_powerless(parse_grant(ours), grant_keys())
    listed()
    assert "demands one" in why_powerless(parse_grant(grant), grant_keys())


def test_a_list_has_remarks_empty_lines_and_offices_of_several_words(tmp_path):
    path = tmp_path / "keys"
    key = public_text(OURS)
    path.write_bytes(f"\ufeff# keys\r\n\r\n{key} Office of  a City\r\n  {key}  某市网信办 \n".encode())
    assert read_keys(path) == {(key, "Office of  a City"), (key, "某市网信办")}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "is not text in UTF-8"),
        (public_text(OURS).encode(), "line 1 must be a public key, a blank and the office"),
        (b"# x\nsecret words\n", "line 2 must be"),
        (f"{public_text(OURS)} a\x1fb".encode(), "line 1 must be"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_and_not_repeated(tmp_path, content, says):
    path = tmp_path / "keys"
    path.write_bytes(content)
    with pytest.raises(GrantKeysError, match=says) as refused:
        read_keys(path)
    assert "secret" not in str(refused.value)


def test_a_list_that_is_not_there_is_an_error_and_not_an_empty_list(tmp_path):
    with pytest.raises(GrantKeysError, match="cannot be read: No such file"):
        read_keys(tmp_path / "none")
