# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import socket
from datetime import timedelta
from itertools import count

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory import services as entering
from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.watch import doors, services
from mendsky.core.requests.published_keys import thumbprint
from mendsky.core.rules.granted import decide
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Ask
from mendsky.keys.requests import request_key
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load
from mendsky.net.probing.door import Visit
from mendsky.net.probing.resolver import DnsResolver, SystemResolver
from mendsky.verify.request import verify_request
from tests.apps.watch.conftest import directory_document
from tests.signing import OURS, signed


def test_requests_say_who_asks_and_where_to_read_more(settings):
    settings.PUBLIC_URL = "https://mendsky.example"
    assert doors.user_agent().startswith("Mendsky/")
    assert doors.user_agent().endswith("(+https://mendsky.example/probing/)")


def test_names_are_asked_of_the_systems_own_resolver_unless_one_is_set(settings):
    settings.RESOLVER = ""
    assert isinstance(doors.resolver(), SystemResolver)
    settings.RESOLVER = "127.0.0.1:5353"
    assert isinstance(doors.resolver(), DnsResolver)


def test_nothing_signs_where_there_are_no_keys_and_no_key_is_made(home):
    assert doors.signer() is None
    assert not (home / "keys").exists()


def test_requests_are_signed_for_the_host_that_is_asked(home, office, synthetic, enter, monday):
    enter(office)
    door = doors.door(
        directory.live_grants(monday),
        now=lambda: monday,
        nation=load("cn"),
        synthetic=True,
        stopped=lambda: False,
    )
    visit = Visit(key="office", origin=office.origin, entries=(), places={}, nonce="qzx7k2m9")
    next(door.run([visit]))
    assert office.heads
    keys = {thumbprint(public): public for public in [request_key(open_vault())]}
    assert all(verify_request(head, keys, None).ok for head in office.heads)


def test_the_stop_switch_is_asked_for_at_most_once_a_second(db, monday, django_assert_num_queries):
    check = doors.StopCheck()
    with django_assert_num_queries(1):
        assert not check()
        assert not check()


def test_a_stop_is_seen_by_a_check_that_asks_again(db, monday, monkeypatch):
    monkeypatch.setattr(doors, "ASK_SECONDS", 0.0)
    check = doors.StopCheck()
    assert not check()
    services.stop(monday)
    assert check()
    services.resume()
    assert not check()


@pytest.fixture
def standing(system_id, monday, monkeypatch):
    """What says how grants stand, and asks each time; with the grant of the office."""
    monkeypatch.setattr(doors, "ASK_SECONDS", 0.0)
    return doors.Standing(lambda: monday)


def test_a_grant_stands_as_it_was_read_until_something_changes(system_id, monday, django_assert_num_queries):
    [grant] = directory.live_grants(monday)
    standing = doors.Standing(lambda: monday)
    with django_assert_num_queries(0):
        assert standing(grant) is grant


def test_a_grant_that_is_revoked_meanwhile_stands_revoked(standing, monday):
    [grant] = directory.live_grants(monday)
    assert standing(grant) is grant
    entering.revoke_grant(grant.id, monday)
    assert standing(grant).revoked_at == grant.valid_from


def test_what_was_dated_before_the_revocation_was_seen_is_not_sent_either(
    system_id, office, monday, monkeypatch
):
    monkeypatch.setattr(doors, "ASK_SECONDS", 0.0)
    clock = (monday + timedelta(milliseconds=turn) for turn in count())
    standing = doors.Standing(lambda: next(clock))
    [grant] = directory.live_grants(monday)
    entering.revoke_grant(grant.id, monday)
    ask = Ask(
        origin=office.origin,
        address=None,
        path="/",
        method="GET",
        probe_class=0,
        at=next(clock),
        synthetic=True,
    )
    assert decide(grant, ask) is None
    assert decide(standing(grant), ask) is not None


def test_what_is_opted_out_meanwhile_is_left_out_of_a_grant(standing, office, monday):
    [grant] = directory.live_grants(monday)
    opt_out = {
        "key": "works",
        "origin": office.origin,
        "starts": monday.isoformat(),
        "ends": (monday + timedelta(days=1)).isoformat(),
        "reason": "the server hall is rebuilt",
    }
    entering.import_document({"optouts": [opt_out]}, now=monday, synthetic=True)
    assert [one.key for one in standing(grant).opt_outs] == ["works"]


def test_a_narrower_version_counts_as_soon_as_it_is_entered(standing, office, grant_document, monday):
    [grant] = directory.live_grants(monday)
    narrower = {**grant_document, "origins": [office.origin], "version": 2, "classes": [0]}
    entering.import_document({"grants": [narrower]}, now=monday, synthetic=True)
    assert standing(grant).classes == {0}


def test_a_server_may_take_no_longer_than_the_setting_says(settings, nation, monday, grant_document):
    settings.PROBE_TIMEOUT = 0.2
    with socket.create_server(("127.77.4.1", 0)) as deaf:
        origin = f"http://127.77.4.1:{deaf.getsockname()[1]}"
        grant = parse_grant({**grant_document, "origins": [origin]})
        door = doors.door((grant,), now=lambda: monday, nation=nation, synthetic=True, stopped=lambda: False)
        visit = Visit(key="deaf", origin=origin, entries=(), places={}, nonce="qzx7k2m9")
        (outcome,) = door.run([visit])
    assert outcome.control.cause is Cause.TIMED_OUT


def test_a_grant_whose_key_is_taken_out_of_the_list_meanwhile_stands_revoked(
    listed, enter, office, monday, monkeypatch
):
    unsigned = directory_document(office)["grants"][0]
    enter(office, **signed(unsigned))
    listed((OURS, unsigned["signed_by"]))
    monkeypatch.setattr(doors, "ASK_SECONDS", 0.0)
    standing = doors.Standing(lambda: monday)
    [grant] = directory.live_grants(monday)
    assert standing(grant) is grant
    listed()
    assert standing(grant).revoked_at == grant.valid_from
    listed((OURS, unsigned["signed_by"]))
    assert standing(grant) == grant
