# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network

import pytest

from mendsky.core.probes import REGISTER
from mendsky.core.rules.ownership import proof
from mendsky.core.terms.grants import Account, Basis, Grant, Hours, ProofMethod, Signing
from mendsky.documents.grant import explain, in_short
from mendsky.nations.load import load

CN = load("cn")
NOW = datetime(2015, 4, 24, 10, tzinfo=UTC)
IDENTITY = "220102189901010016"
ORIGIN = "https://yb.example.cn:443"
GRANT = Grant(
    id="changchun-2015",
    version=2,
    signed_by="Cyberspace Office of Changchun",
    legal_basis="Decision of the city of 5 January 2015",
    origins=frozenset({ORIGIN, "http://query.example.cn:80"}),
    networks=(),
    paths=("/",),
    excluded_paths=("/admin/",),
    hours=Hours(start=time(22), end=time(6), zone=CN.calendar.zone, weekdays=frozenset({0, 4})),
    classes=frozenset({0, 1, 2}),
    rate=0.5,
    daily_budget=1000,
    test_identities=(IDENTITY,),
    sample_records=20,
    birth_years=(1900, 2015),
    valid_from=NOW - timedelta(days=100),
    expires=NOW + timedelta(days=100),
    revoked_at=None,
    synthetic=False,
)


def told(grant, language="en", now=NOW, names=None, signing=Signing.NONE, *, demanded=False):
    return explain(grant, CN, language, now=now, names=names or {}, signing=signing, demanded=demanded)


def kinds(number):
    """Name what the probes of a class find on websites, in the order of a visit."""
    asked = (entry.spec for entry in REGISTER if entry.spec.probe_class == number and entry.spec.asks(ORIGIN))
    return ", ".join(CN.text("en", f"kind.{spec.kind}") for spec in asked)


def test_a_grant_reads_as_whoever_signs_it_would():
    assert list(told(GRANT, names={ORIGIN: "Medical insurance query"}).lines()) == [
        "Grant changchun-2015, version 2",
        "Signed by Cyberspace Office of Changchun. Legal basis: Decision of the city of 5 January 2015.",
        "Without a key's signature: it stands on the word of whoever imported it.",
        "It serves real systems only, and is refused by an installation for exercises.",
        "It runs from 14 January 2015, 18:00 to 2 August 2015, 18:00.",
        "",
        "What it allows",
        "- 2 systems may be asked:",
        "    http://query.example.cn:80",
        "    Medical insurance query, https://yb.example.cn:443",
        "- Their names must lead to public addresses of the internet.",
        "- All their pages are in scope.",
        "- Left out are the pages below /admin/.",
        "- From 22:00 to 06:00, on Monday, Friday, by the clock of Asia/Shanghai.",
        "- At most 0.5 requests a second and 1000 a day to one host.",
        f"- Class 0, visiting what is published: {kinds(0)}.",
        f"- Class 1, known addresses that nobody should be able to read: {kinds(1)}.",
        f"- Class 2, harmless inputs into query pages: {kinds(2)}.",
        "- One test identity, whose record may be looked up.",
        "- At most 20 records may be read as a sample; only counts and marks of them are kept.",
        "- A number counts as somebody's where its birth year lies from 1900 to 2015.",
        "",
        "What it does not allow",
        "- Any system, page, hour or kind of question that is not named above.",
        "- Class 3, logins with passwords that products are shipped with.",
        "- To change, add or delete anything, or to send anything but requests that read.",
        "- To keep anybody's data, or a whole answer of a system.",
        "- To pass it on: it serves this one installation, and only until its end.",
    ]


def test_the_same_in_chinese():
    lines = list(told(replace(GRANT, paths=("/query", "/list")), "zh-Hans").lines())
    assert lines[0] == "授权书 changchun-2015，第 2 版"
    assert "- 范围：/query、/list 之下的页面。" in lines
    assert "- 星期一、星期五 22:00 至 06:00，以 Asia/Shanghai 的时间为准。" in lines


def test_a_grant_of_everything_warns_of_nothing():
    whole = replace(
        GRANT,
        classes=frozenset({0, 1, 2, 3}),
        accounts=(Account(name="admin", passwords=("admin",)),),
        hours=replace(GRANT.hours, start=time(0), end=time(0), weekdays=frozenset(range(7))),
        networks=(ip_network("10.0.0.0/8"),),
        daily_budget=1200,
        synthetic=True,
    )
    explained = told(whole)
    assert explained.warnings == ()
    assert (
        "Every hour of the day, on every day of the week, by the clock of Asia/Shanghai." in explained.allows
    )
    assert "Their names must lead to addresses in 10.0.0.0/8." in explained.allows
    assert "It names one account, on which passwords are tried at most 3 times a day." in explained.allows
    assert not any(line.startswith("Class") for line in explained.forbids)


def test_test_accounts_are_told_apart_from_those_on_which_passwords_are_tried():
    trial = Account(name="trial", passwords=("made-up",), test=True)
    logins = replace(GRANT, classes=frozenset({3}))
    alone, two = (told(replace(logins, accounts=(trial,) * count)) for count in (1, 2))
    assert [line.partition(":")[0] for line in alone.warnings] == [
        "Class 3 without accounts",
        "One test account alone",
    ]
    assert any(line.startswith("2 test accounts, which are nobody's") for line in two.allows)
    assert any(line.startswith("It names no account: only those") for line in two.allows)


def test_the_probes_of_a_service_are_named_where_the_grant_names_one():
    assert not any("Redis" in line for line in told(GRANT).allows)
    both = replace(GRANT, origins=GRANT.origins | {"redis://yb.example.cn:6379"})
    (known,) = [line for line in told(both).allows if "Redis open without a password" in line]
    assert "memcached" not in known
    alone = replace(GRANT, origins=frozenset({"redis://yb.example.cn:6379"}), daily_budget=100)
    assert told(alone).warnings == ()


@pytest.mark.parametrize(
    ("changes", "now", "says"),
    [
        ({}, NOW + timedelta(days=100), "It has expired"),
        ({}, NOW - timedelta(days=101), "It has not begun yet: nothing is asked under it before 14 January"),
        ({"revoked_at": NOW}, NOW, "It is revoked"),
        ({"test_identities": ()}, NOW, "Class 2 without a test identity"),
        ({"classes": frozenset({3})}, NOW, "Class 3 without accounts"),
        ({"classes": frozenset({3}), "password_tries": 0}, NOW, "Class 3 with no try"),
        ({"sample_records": 1}, NOW, "Without a sample of at least two records"),
        ({"daily_budget": 100}, NOW, "A full visit takes up to "),
    ],
)
def test_what_keeps_a_grant_from_serving_is_told(changes, now, says):
    (warning,) = told(replace(GRANT, **changes), now=now).warnings
    assert warning.startswith(says)


def test_many_systems_are_counted_and_listed_for_machines_only():
    many = replace(GRANT, origins=frozenset(f"http://a{n}.example.cn:80" for n in range(30)))
    explained = told(many)
    assert "    and 10 more, which --json lists" in explained.allows
    assert len(explained.as_json()["systems"]) == 30


@pytest.mark.parametrize("language", CN.languages)
def test_neither_test_identities_nor_accounts_are_shown(language):
    secret = replace(
        GRANT,
        classes=frozenset({2, 3}),
        accounts=(Account(name="secretary", passwords=("open sesame",)),) * 2,
    )
    explained = told(secret, language)
    shown = repr(explained) + str(explained.as_json()) + "".join(explained.lines())
    assert not any(word in shown for word in (IDENTITY, "secretary", "sesame"))


def test_consent_is_told_with_what_proves_it():
    by_consent = replace(GRANT, basis=Basis.CONSENT)
    explained = told(by_consent)
    assert any(line.startswith("It rests on the owner's consent") for line in explained.head)
    assert explained.warnings[0].startswith("No proof of the owner's control of 2 origins is known here")
    proven = replace(by_consent, proofs=(proof(ORIGIN, ProofMethod.WELL_KNOWN, NOW),))
    explained = told(proven)
    assert f"Proven until 23 April 2016, 18:00: {ORIGIN} (file over TLS)." in explained.head
    assert explained.warnings[0].startswith("No proof of the owner's control of one origin is known here")


def test_in_short_it_says_who_until_when_in_which_hours_how_fast_and_what():
    assert in_short(GRANT, CN, "en") == (
        "Signed by Cyberspace Office of Changchun. Legal basis: Decision of the city of 5 January 2015.",
        "It runs from 14 January 2015, 18:00 to 2 August 2015, 18:00.",
        "From 22:00 to 06:00, on Monday, Friday, by the clock of Asia/Shanghai.",
        "At most 0.5 requests a second and 1000 a day to one host.",
        "Class 0, visiting what is published.",
        "Class 1, known addresses that nobody should be able to read.",
        "Class 2, harmless inputs into query pages.",
    )


@pytest.mark.parametrize("language", CN.languages)
def test_how_it_is_signed_is_told_each_in_its_own_words(language):
    lines = {told(GRANT, language, signing=how).head[1] for how in Signing}
    assert len(lines) == len(Signing)
    assert GRANT.signed_by in told(GRANT, language, signing=Signing.LISTED).head[1]


def test_what_is_not_signed_as_it_must_be_is_told_to_have_no_power():
    powerless = "It is not signed as it must be here: nothing is asked under it."
    assert told(GRANT, demanded=True).warnings[0] == powerless
    assert told(GRANT, signing=Signing.CHANGED).warnings[0] == powerless
    assert powerless not in told(GRANT).warnings
    assert powerless not in told(GRANT, signing=Signing.LISTED, demanded=True).warnings
