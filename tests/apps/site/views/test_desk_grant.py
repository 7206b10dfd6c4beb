# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A grant is told in words; test identities and accounts by their number only."""

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.services import import_document, revoke_grant
from tests import published
from tests.people import resident_id
from tests.signing import OURS, signed


def test_it_says_what_is_allowed_and_what_is_not(world, logged_in):
    said = logged_in("administrator").get("/desk/grants/all-2015/1/").text
    assert "What it allows" in said
    assert f"/desk/systems/{world.systems[0].id}/" in said
    assert "医保查询</a><br><code>http://yb220100.lab.test:8080</code>" in said
    assert "CSL 2016 article 39" in said


def test_no_test_identity_is_on_the_page(world, logged_in):
    secret = resident_id(1)
    (grant,) = published.document()["grants"]
    import_document(
        {"grants": [{**grant, "version": 2, "test_identities": [secret]}]}, now=world.now, synthetic=True
    )
    said = logged_in("handler").get("/desk/grants/all-2015/2/").text
    assert "One test identity" in said
    assert secret not in said


def test_an_older_version_can_still_be_read(world, logged_in):
    (grant,) = published.document()["grants"]
    import_document({"grants": [{**grant, "version": 2, "rate": 1}]}, now=world.now, synthetic=True)
    browser = logged_in("handler")
    assert "At most 5 requests a second" in browser.get("/desk/grants/all-2015/1/").text
    assert "At most 5 requests a second" not in browser.get("/desk/grants/all-2015/2/").text


def test_an_unknown_one_and_one_of_another_place_are_not_found(world, logged_in):
    browser = logged_in("handler", "650000")
    assert browser.get("/desk/grants/all-2015/1/").status_code == 404
    assert browser.get("/desk/grants/all-2015/9/").status_code == 404
    assert browser.get("/desk/grants/none/1/").status_code == 404


def test_the_nations_administrator_revokes_it_for_ever(world, logged_in):
    browser = logged_in("administrator")
    assert "Revoke it now" in browser.get("/desk/grants/all-2015/1/").text
    assert browser.post("/desk/grants/all-2015/1/", {"action": "extend"}).status_code == 400
    assert browser.post("/desk/grants/all-2015/1/", {"action": "revoke"}).status_code == 303
    assert directory.live_grants(world.now) == ()
    said = browser.get("/desk/grants/all-2015/1/").text
    assert "It is revoked: nothing is asked under it." in said
    assert "Revoke it now" not in said


def test_nobody_else_revokes_it(world, logged_in):
    browser = logged_in("administrator", "220100")
    assert "Revoke it now" not in browser.get("/desk/grants/all-2015/1/").text
    assert browser.post("/desk/grants/all-2015/1/", {"action": "revoke"}).status_code == 403
    assert len(directory.live_grants(world.now)) == 1


def test_a_system_of_another_place_is_named_without_a_way_to_it(world, logged_in):
    said = logged_in("handler", "130900").get("/desk/grants/all-2015/1/").text
    assert said.count("/desk/systems/") == 1
    assert "<code>http://yb220100.lab.test:8080</code>" in said


def test_it_says_how_the_grant_is_signed(world, logged_in, listed):
    (grant,) = published.document()["grants"]
    browser = logged_in("handler")
    assert "it stands on the word of whoever imported it" in browser.get("/desk/grants/all-2015/1/").text
    import_document({"grants": [signed({**grant, "version": 2})]}, now=world.now, synthetic=True)
    assert "Signed with a key that nobody listed." in browser.get("/desk/grants/all-2015/2/").text
    listed((OURS, grant["signed_by"]))
    said = browser.get("/desk/grants/all-2015/2/").text
    assert f"Signed with a listed key of {grant['signed_by']}." in said
    assert "It is not signed as it must be here" not in said
    assert "It is not signed as it must be here" in browser.get("/desk/grants/all-2015/1/").text


def test_a_revoked_one_whose_identities_are_forgotten_is_not_said_to_be_changed(world, logged_in):
    (grant,) = published.document()["grants"]
    ours = signed({**grant, "version": 2, "test_identities": [resident_id(1)]})
    import_document({"grants": [ours]}, now=world.now, synthetic=True)
    revoke_grant("all-2015", world.now)
    said = logged_in("handler").get("/desk/grants/all-2015/2/").text
    assert "the signature can no longer be checked" in said
    assert "was changed after" not in said
