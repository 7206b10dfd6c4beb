# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.apps.directory import services as entering
from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.origins import OriginError
from mendsky.apps.directory.reading import consent_words
from mendsky.apps.watch import budget, proving, services, single, tries
from mendsky.apps.watch.models import SystemRun
from mendsky.apps.watch.sent import sent_to
from mendsky.apps.watch.single import (
    HostBusyError,
    PowerlessGrantError,
    UnsaidBasisError,
    probe_once,
    tries_passwords,
)
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.information import Information
from mendsky.runtime.clocks import now, real_now
from tests.signing import OURS, THEIRS, signed

KIND = "directory-listing"
LOGIN = "weak-password"


def logins(office, grant_document, **changes):
    """Give a grant that lets passwords of an office be tried."""
    lasting = {"origins": [office.origin], "expires": "2115-01-01T00:00:00+08:00", "synthetic": False}
    return parse_grant({**grant_document, "classes": [0, 3], **lasting, **changes})


def test_a_probe_on_the_command_line_needs_no_database(office, grant_document):
    document = {
        **grant_document,
        "origins": [office.origin],
        "expires": "2115-01-01T00:00:00+08:00",
        "synthetic": False,
    }
    outcome = probe_once(f"{office.origin}/index.html", parse_grant(document))
    found = {seen.probe: seen.answer for seen in outcome.observations}
    assert found[KIND] is Answer.EXPOSED
    assert {note.kind for note in outcome.notes if note.stands} == {
        Information.NO_TLS,
        Information.NO_SECURITY_TXT,
    }


def test_an_address_that_is_no_origin_is_refused():
    with pytest.raises(OriginError, match="an origin is written"):
        probe_once("gopher://office.example/", grant=None)


def test_a_single_probe_by_consent_proves_it_there_and_then(office, texts, grant_document):
    document = {
        **grant_document,
        "origins": [office.origin],
        "basis": "consent",
        "expires": "2100-01-01T00:00:00Z",
    }
    grant = parse_grant(document)
    assert {seen.cause for seen in probe_once(office.origin, grant).observations} == {Cause.NOT_GRANTED}
    assert office.asked == []
    looking = replace(proving.looking_now(synthetic=True), now=real_now)
    (asked,) = proving.prove(grant, real_now(), looking=looking)
    texts[asked.record] = [asked.line]
    answers = {seen.answer for seen in probe_once(office.origin, grant).observations}
    assert Answer.EXPOSED in answers


def test_a_grant_that_speaks_of_consent_without_saying_so_opens_nothing(office, grant_document, nation):
    assert consent_words(nation) == ("同意", "consent")
    grant = parse_grant({**grant_document, "origins": [office.origin], "legal_basis": "Consent of the owner"})
    with pytest.raises(UnsaidBasisError, match="basis must say law or consent"):
        probe_once(office.origin, grant)


def test_passwords_are_tried_and_counted_over_all_runs(db, office, grant_document):
    office.password = "made-up"
    grant = logins(office, grant_document)
    answers = [{seen.probe: seen for seen in probe_once(office.origin, grant).observations} for _ in range(2)]
    first, again = (one[LOGIN] for one in answers)
    assert (first.answer, first.cause) == (Answer.NOT_EXPOSED, None)
    assert again.cause is Cause.OVER_BUDGET
    assert len(office.logins) == 8


def test_passwords_of_a_system_of_the_directory_are_counted_with_those_of_its_sweeps(
    office, system_id, grant_document, nation
):
    office.password = "made-up"
    grant = logins(office, grant_document)
    today = now().astimezone(nation.calendar.zone).date()
    tries.set_aside({system_id: (("admin", "sysadmin", "test", "user"), 3)}, day=today)
    probe_once(office.origin, grant)
    assert office.logins == []


@pytest.fixture
def granted(office, system_id, grant_document):
    """The grant of the office, as a file has it that is good for this day."""
    lasting = {"origins": [office.origin], "expires": "2115-01-01T00:00:00+08:00"}
    return parse_grant({**grant_document, **lasting})


def test_beside_an_installation_the_owners_log_has_the_requests_and_they_count_for_the_day(
    office, system_id, granted, nation, monday
):
    outcome = probe_once(office.origin, granted, installed=True)
    assert {run.purpose for run in SystemRun.objects.all()} == {"probe"}
    logged = list(sent_to({system_id: office.origin}))
    assert [one.target for one in logged] == [one.target for one in outcome.transcript]
    assert len(office.asked) == outcome.requests == len(logged)
    left = budget.left([office.origin], (granted,), at=monday, zone=nation.calendar.zone)
    assert left == {office.origin: granted.daily_budget - outcome.requests}


def test_a_system_that_the_directory_does_not_know_leaves_no_run(synthetic, office, grant_document):
    grant = parse_grant(
        {**grant_document, "origins": [office.origin], "expires": "2115-01-01T00:00:00+08:00"}
    )
    assert probe_once(office.origin, grant, installed=True).requests > 0
    assert not SystemRun.objects.exists()


def test_beside_an_installation_its_stop_holds(office, granted, monday):
    services.stop(monday)
    assert probe_once(office.origin, granted, installed=True).control.cause is Cause.STOPPED
    assert office.asked == []


def test_beside_an_installation_what_it_knows_of_the_grant_holds(office, granted, monday):
    entering.revoke_grant(granted.id, monday)
    assert probe_once(office.origin, granted, installed=True).control.cause is Cause.NOT_GRANTED
    assert office.asked == []


def test_a_host_that_a_worker_is_asking_is_left_alone(office, granted, elsewhere, monkeypatch):
    monkeypatch.setattr(single, "BUSY_SECONDS", 0.0)
    assert elsewhere("127.77.3.1")
    with pytest.raises(HostBusyError, match=r"a worker is asking 127\.77\.3\.1 now"):
        probe_once(office.origin, granted, installed=True)
    assert office.asked == []


def test_a_worker_that_ends_soon_is_waited_for(office, granted, elsewhere, monkeypatch):
    assert elsewhere("127.77.3.1")
    monkeypatch.setattr(single.time, "sleep", lambda _: elsewhere.leave())
    probe_once(office.origin, granted, installed=True)
    assert office.asked != []


def test_only_a_grant_that_lets_passwords_be_tried_needs_a_database(office, grant_document):
    grant = logins(office, grant_document)
    assert tries_passwords(office.origin, grant)
    assert not tries_passwords("http://other.example", grant)
    store = "memcached://yb.example:11211"
    assert not tries_passwords(store, logins(office, grant_document, origins=[store]))
    assert not tries_passwords(office.origin, logins(office, grant_document, classes=[0, 1]))


def test_a_single_probe_asks_nothing_under_a_grant_that_is_not_signed_as_demanded(
    office, grant_document, settings, listed
):
    lasting = {"origins": [office.origin], "expires": "2115-01-01T00:00:00+08:00", "synthetic": False}
    plain = {**grant_document, **lasting}
    ours = signed(plain)
    listed((THEIRS, plain["signed_by"]))
    for document in (plain, ours):
        with pytest.raises(PowerlessGrantError, match=r"grant grant-1 version 1 .* list of keys"):
            probe_once(office.origin, parse_grant(document))
    settings.GRANT_KEYS = None
    with pytest.raises(PowerlessGrantError, match="changed after it was signed"):
        probe_once(office.origin, parse_grant({**ours, "rate": 900}))
    assert office.asked == []
    listed((OURS, plain["signed_by"]))
    answers = {seen.answer for seen in probe_once(office.origin, parse_grant(ours)).observations}
    assert Answer.EXPOSED in answers
