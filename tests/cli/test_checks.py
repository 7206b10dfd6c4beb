# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `mendsky doctor` finds, right and wrong."""

from datetime import timedelta

import pytest

from mendsky.apps.directory.services import import_document
from mendsky.cli import checks
from tests.published import document
from tests.signing import OURS, THEIRS, listing, signed

pytestmark = pytest.mark.usefixtures("synthetic")


def found():
    return {check.subject: check for check in checks.run()}


def test_everything_right_is_said_with_what_was_found(post_office, nation):
    looked = found()
    assert list(looked) == ["database", "keys", "nation pack", "mail server", "grant keys"]
    assert all(check.ok for check in looked.values()), looked
    assert looked["database"].finding.startswith("PostgreSQL ")
    assert nation.version in looked["nation pack"].finding
    assert "127.77.5.1" in looked["mail server"].finding
    assert looked["grant keys"].finding == "no list: unsigned grants count"


def test_a_mail_server_that_does_not_answer_is_one_failure_among_the_rest(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.77.6.1", 9
    looked = found()
    assert not looked["mail server"].ok
    assert "refused" in looked["mail server"].finding
    assert looked["database"].ok


def test_keys_that_others_can_read_are_a_failure_with_the_remedy(settings, tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o755)
    settings.HOME = tmp_path
    looked = found()
    assert not looked["keys"].ok
    assert "chmod 700" in looked["keys"].finding


@pytest.mark.parametrize(("before", "ok"), [(59, False), (61, True)])
def test_a_calendar_that_ends_soon_is_a_failure(synthetic, nation, monday, before, ok):
    last = monday.replace(
        year=nation.calendar.known_to.year,
        month=nation.calendar.known_to.month,
        day=nation.calendar.known_to.day,
    )
    synthetic(last - timedelta(days=before))
    looked = found()
    assert looked["nation pack"].ok is ok
    assert nation.calendar.known_to.isoformat() in looked["nation pack"].finding


def test_an_unknown_nation_is_a_failure_not_an_end(settings):
    settings.NATION = "xx"
    assert "no nation pack" in found()["nation pack"].finding


def test_keys_of_offices_are_counted_and_grants_without_power_named(monday, settings, tmp_path):
    (grant,) = document()["grants"]
    office = grant["signed_by"]
    import_document({"grants": [signed(grant)]}, now=monday, synthetic=True)
    settings.GRANT_KEYS = listing(tmp_path / "list", (OURS, office), (OURS, "Old name"), (THEIRS, office))
    assert (found()["grant keys"].ok, found()["grant keys"].finding) == (True, "2 listed")
    listing(tmp_path / "list", (THEIRS, office))
    assert not found()["grant keys"].ok
    says = "grant all-2015 version 1 is signed with a key that is not in the list of keys"
    assert found()["grant keys"].finding == f"1 listed; without power: {says}"
    (tmp_path / "list").unlink()
    assert "cannot be read: No such file" in found()["grant keys"].finding
