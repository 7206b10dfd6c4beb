# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Claims of outside scanners: our own probe looks over a real socket; a claim alone opens nothing."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import claiming, services
from mendsky.apps.watch.claiming import ClaimsRefusedError, Outcome
from mendsky.apps.watch.claims import claims
from mendsky.apps.watch.models import KnownPlace, OutsideClaim, RetestOrder, SystemRun, SystemSchedule
from mendsky.core.formats import shape
from mendsky.core.terms.answers import Answer
from tests.core.formats import samples
from tests.people import resident_id

WHOLE = ("CN",)


@pytest.fixture
def take(tmp_path, monday):
    """Give the function that imports contents as files."""

    def _take(*contents, now=monday, dry_run=False):
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"scan-{number}.out"
            path.write_bytes(content)
            paths.append(path)
        return claiming.import_files(paths, now=now, dry_run=dry_run)

    return _take


@pytest.fixture
def look_again(work, synthetic, monday):
    """Give the function that makes the looks that are due some minutes after monday."""

    def _look_again(minutes):
        synthetic(monday + timedelta(minutes=minutes))
        services.look_again(monday + timedelta(minutes=minutes))
        work()

    return _look_again


def outcomes(report):
    return {name: count for name, count in report.counted().items() if count}


def test_only_our_own_two_looks_find_anything(take, office, system_id, work, look_again):
    listing = samples.sarif(origin=office.origin).replace(b"backup/?who=", b"backup")
    report = take(listing)
    assert outcomes(report) == {"look": 1}
    assert report.lines()[1] == f"look: scanner R1 (directory-listing) at {office.origin}/backup/"
    assert [one.answer for one in claims(WHOLE, limit=9)] == [None]
    assert not KnownPlace.objects.exists()

    assert work()[0] == "retest"
    assert "/backup/" in office.asked
    assert [one.answer for one in claims(WHOLE, limit=9)] == [Answer.EXPOSED]
    place = KnownPlace.objects.get()
    assert (place.place_group, place.confirmed_at) == ("/backup/", None)

    look_again(10)
    assert KnownPlace.objects.get().confirmed_at is not None


def test_what_our_look_does_not_find_is_not_exposed(take, office, system_id, work, look_again):
    office.open = False
    take(samples.sarif(origin=office.origin))
    work()
    look_again(10)
    (claim,) = claims(WHOLE, limit=9)
    assert claim.answer is Answer.NOT_EXPOSED
    assert not KnownPlace.objects.exists()


def test_absence_from_a_later_file_ends_nothing(take, office, system_id, work, monday):
    take(samples.sarif(origin=office.origin))
    work()
    orders, places = list(RetestOrder.objects.values()), list(KnownPlace.objects.values())
    document = samples.sarif(origin=office.origin)
    emptied = document.replace(b'"level"', b'"baselineState": "absent", "level"')
    report = take(emptied, b'{"runs": []}', now=monday + timedelta(days=1))
    assert (report.planned, report.passed_over) == ((), 1)
    assert [one.answer for one in claims(WHOLE, limit=9)] == [Answer.EXPOSED]
    assert (list(RetestOrder.objects.values()), list(KnownPlace.objects.values())) == (orders, places)


def test_a_dry_run_keeps_nothing_and_asks_nothing(take, office, system_id, deferred):
    deferred()
    report = take(samples.sarif(origin=office.origin), dry_run=True)
    assert report.as_json()["entries"][0]["outcome"] == "look"
    assert not OutsideClaim.objects.exists()
    assert not RetestOrder.objects.exists()
    assert deferred() == []


def test_what_was_imported_before_is_known_until_it_is_seen_again(take, office, system_id, work):
    content = samples.sarif(origin=office.origin)
    take(content)
    work()
    assert outcomes(take(content, content)) == {"known": 1}
    assert RetestOrder.objects.count() == 1
    again = content.replace(samples.SEEN.encode(), b"2015-03-03T04:05:06Z")
    assert outcomes(take(again)) == {"look": 1}
    assert RetestOrder.objects.count() == 2
    assert OutsideClaim.objects.count() == 1


@pytest.mark.parametrize(
    ("made", "granted"),
    [
        (samples.wapiti, ({"classes": [0, 1, 2]}, Outcome.LOOK)),
        (samples.wapiti, ({}, Outcome.NOT_GRANTED)),  # SQL injection is of class 2
        (samples.sarif, ({"origins": ["http://elsewhere.example.test:80"]}, Outcome.NOT_GRANTED)),
        (samples.sarif, ({"expires": "2015-01-02T00:00:00+08:00"}, Outcome.NOT_GRANTED)),
    ],
)
def test_only_a_live_grant_of_the_probes_class_lets_us_look(take, office, enter, made, granted):
    grant, outcome = granted
    enter(office, **({"origins": [office.origin]} | grant))
    assert outcomes(take(made(origin=office.origin))) == {outcome.value: 1}
    assert RetestOrder.objects.exists() == (outcome is Outcome.LOOK)


def test_a_host_alone_brings_its_sweep_forward(take, office, system_id, monday, work):
    services.sweep(monday)
    work()
    host, _, port = office.origin.removeprefix("http://").partition(":")
    later = monday + timedelta(minutes=1)
    report = take(samples.nmap(host=host, port=port), now=later)
    assert outcomes(report) == {"sweep": 1, "other-kind": 1}
    assert SystemSchedule.objects.get().next_due == later
    assert [one.answer for one in claims(WHOLE, limit=9)] == [None, None]
    assert not RetestOrder.objects.exists()


def test_an_unknown_system_is_proposed_and_nothing_is_sent_to_it(take, office, synthetic, deferred):
    assert outcomes(take(samples.sarif(origin=office.origin))) == {"proposed": 1}
    assert deferred() == []
    assert office.asked == []
    (claim,) = claims(WHOLE, limit=9)
    assert (claim.system, claim.outcome) == (None, Outcome.PROPOSED)
    assert claims(("110101",), limit=9) == ()


def test_a_claim_that_was_proposed_is_looked_at_once_the_system_is_entered(take, office, synthetic, enter):
    content = samples.sarif(origin=office.origin)
    take(content)
    enter(office)
    assert outcomes(take(content)) == {"look": 1}
    assert [one.outcome for one in claims(("110101",), limit=9)] == [Outcome.LOOK]


def test_a_place_that_may_act_or_is_not_kept_is_not_asked_for(take, office, system_id):
    acting = samples.sarif(origin=office.origin).replace(b"backup/", b"logout/")
    held = samples.sarif(origin=office.origin).replace(b"backup/", f"p/a{resident_id(3)}/".encode())
    assert outcomes(take(acting, held)) == {"may-act": 1, "sweep": 1}
    assert not RetestOrder.objects.exists()


def test_what_the_nations_identifiers_find_is_hidden_before_it_is_kept(take, office, system_id):
    value = "E12345678"  # a passport's form, which no form of digits alone would catch
    content = samples.sarif(f"passport {value}", origin=office.origin)
    take(content)
    assert value not in repr(list(OutsideClaim.objects.values()))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"runs": [', "scan-0.out: line 1: is no JSON"),
        (b"plain text", "scan-0.out: has none of the known formats"),
    ],
)
def test_a_file_that_is_wrong_is_named_and_nothing_of_any_is_imported(take, system_id, content, says):
    with pytest.raises(ClaimsRefusedError, match=says):
        take(content, samples.zap())
    assert not OutsideClaim.objects.exists()


def test_a_file_too_large_is_refused(take, monkeypatch):
    monkeypatch.setattr(shape, "MOST_BYTES", 10)
    with pytest.raises(ClaimsRefusedError, match="larger than"):
        take(samples.zap())


def test_a_scanners_file_is_told_from_a_directory(tmp_path):
    path = tmp_path / "file.json"
    path.write_bytes(samples.zap())
    assert claiming.is_scanners(path)
    path.write_text('{"systems": []}')
    assert not claiming.is_scanners(path)


def test_nothing_is_sent_while_claims_are_imported(take, office, system_id):
    take(samples.sarif(origin=office.origin))
    assert office.asked == []
    assert not SystemRun.objects.exists()
