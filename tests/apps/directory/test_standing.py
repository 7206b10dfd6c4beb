# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.apps.directory import services
from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.standing import as_known, grants_mark
from tests.signing import OURS

DAY = timedelta(days=1)
OPT_OUT = {
    "key": "works-2015",
    "origin": "http://yb.lab.test:8080",
    "starts": "2015-04-20T00:00:00+08:00",
    "ends": "2015-08-01T00:00:00+08:00",
    "reason": "the server hall is rebuilt",
}


def test_the_mark_changes_with_all_that_changes_what_may_be_asked_and_with_nothing_else(
    synthetic, grant, monday
):
    seen = [grants_mark(monday)]

    def enter(**document):
        services.import_document(document, now=monday, synthetic=True)
        seen.append(grants_mark(monday))

    enter(grants=[grant])
    enter(grants=[{**grant, "version": 2, "valid_from": (monday + DAY).isoformat()}])
    enter(optouts=[OPT_OUT])
    services.withdraw_opt_out(OPT_OUT["key"], monday)
    seen.append(grants_mark(monday))
    enter(grants=[{**grant, "version": 3, "revoked_at": (monday + DAY).isoformat()}])
    services.revoke_grant(grant["id"], monday)
    seen.append(grants_mark(monday))
    assert len(set(seen)) == len(seen)
    enter(organisations=[])
    assert seen[-1] == seen[-2]


@pytest.fixture
def signed(grant):
    return parse_grant(grant)


def test_a_grant_from_a_file_that_the_directory_does_not_have_is_as_it_was_signed(synthetic, signed, monday):
    assert as_known(signed, monday) == signed


def test_opt_outs_hold_for_a_grant_from_a_file(synthetic, signed, monday):
    services.import_document({"optouts": [OPT_OUT]}, now=monday, synthetic=True)
    assert [one.key for one in as_known(signed, monday).opt_outs] == ["works-2015"]


def test_what_was_revoked_does_not_come_back_by_its_file(synthetic, grant, signed, monday):
    services.import_document({"grants": [grant]}, now=monday, synthetic=True)
    assert as_known(signed, monday) == signed
    services.revoke_grant(signed.id, monday)
    assert as_known(signed, monday).revoked_at == monday
    assert as_known(replace(signed, version=2), monday).revoked_at == monday


def test_an_older_version_does_not_come_back_by_its_file(synthetic, grant, signed, monday):
    begun = monday - DAY
    newer = {**grant, "version": 2, "valid_from": begun.isoformat()}
    services.import_document({"grants": [newer]}, now=monday, synthetic=True)
    assert as_known(signed, monday).revoked_at == begun
    assert as_known(replace(signed, version=2), monday).revoked_at is None


def test_a_version_that_begins_by_itself_changes_the_mark(synthetic, grant, monday):
    services.import_document(
        {"grants": [{**grant, "valid_from": (monday + DAY).isoformat()}]}, now=monday, synthetic=True
    )
    assert grants_mark(monday) != grants_mark(monday + DAY)


def test_the_mark_changes_with_the_list_of_keys(synthetic, monday, listed):
    seen = [grants_mark(monday)]
    listed()
    seen.append(grants_mark(monday))
    listed((OURS, "Office"))
    seen.append(grants_mark(monday))
    listed((OURS, "Another office"))
    seen.append(grants_mark(monday))
    assert len(set(seen)) == len(seen)
    assert grants_mark(monday) == seen[-1]
