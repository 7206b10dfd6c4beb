# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection

from mendsky.apps.directory import queries, services
from mendsky.apps.directory.models import Contact, Grant, Organisation, System
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.report import ImportRefusedError

TUESDAY = timedelta(days=1)


def rows():
    return [model.objects.count() for model in (Organisation, System, Contact, Grant)]


def changes(report):
    return [
        (one.added, one.changed, one.unchanged)
        for one in (report.organisations, report.systems, report.contacts, report.grants)
    ]


def test_an_import_adds_what_is_new_and_the_same_again_changes_nothing(bring, document, monday):
    assert changes(bring(document)) == [(2, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0)]
    before = serializers.serialize("json", [*Organisation.objects.all(), *System.objects.all()])
    assert changes(bring(document, monday + TUESDAY)) == [(0, 0, 2), (0, 0, 1), (0, 0, 1), (0, 0, 1)]
    assert rows() == [2, 1, 1, 1]
    assert serializers.serialize("json", [*Organisation.objects.all(), *System.objects.all()]) == before


def test_a_report_tells_itself_in_words_and_as_json(bring, document):
    report = bring(document)
    assert report.lines()[0] == "organisations: 2 added, 0 changed, 0 closed, 0 unchanged"
    assert report.as_json()["systems"] == {"added": 1, "changed": 0, "closed": 0, "unchanged": 0}


def test_a_dry_run_reports_and_writes_nothing(bring, document):
    report = bring(document, dry_run=True)
    assert report.dry_run
    assert changes(report) == [(2, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0)]
    assert rows() == [0, 0, 0, 0]


def test_an_import_is_whole_or_nothing(bring, document):
    document["contacts"].append({"organisation": "nobody", "email": "a@yb.lab.test", "language": "en"})
    with pytest.raises(ImportRefusedError, match=r"contacts, entry 2 \(nobody\): names an organisation"):
        bring(document)
    assert rows() == [0, 0, 0, 0]


def test_a_change_closes_the_row_and_opens_another_of_the_same_entry(bring, document, monday):
    bring(document)
    old = System.objects.get()
    document["systems"][0]["origin"] = "https://yb.lab.test"
    document["organisations"][0]["name"]["en"] = "Health Insurance Office of Changchun"
    assert changes(bring(document, monday + TUESDAY))[:2] == [(0, 1, 1), (0, 1, 0)]
    old.refresh_from_db()
    new = System.objects.get(valid_to=None)
    assert (old.valid_to, new.valid_from, new.entry) == (monday + TUESDAY, monday + TUESDAY, old.entry)
    assert queries.system(old.entry, at=monday).origin == "http://yb.lab.test:8080"
    assert queries.system(old.entry).origin == "https://yb.lab.test:443"


def test_a_later_document_may_name_what_the_directory_holds(bring, document):
    bring(document)
    more = {**document["systems"][0], "key": "second", "origin": "http://second.lab.test"}
    assert bring({"systems": [more]}).systems.added == 1
    assert System.objects.values("organisation").distinct().count() == 1


def test_systems_may_swap_their_origins_in_one_import(bring, document, monday):
    first = document["systems"][0]
    second = {**first, "key": "second", "origin": "http://second.lab.test:80"}
    bring({**document, "systems": [first, second]})
    swapped = [{**first, "origin": second["origin"]}, {**second, "origin": first["origin"]}]
    assert bring({"systems": swapped}, monday + TUESDAY).systems.changed == 2


def test_an_origin_or_seat_that_another_entry_holds_is_refused_by_name(bring, document):
    bring(document)
    with pytest.raises(
        ImportRefusedError, match=r"systems, entry 1 \(new\): cc-yb-query has its origin already"
    ):
        bring({"systems": [{**document["systems"][0], "key": "new"}]})
    with pytest.raises(ImportRefusedError, match=r"entry 1 \(new\): cc-net is the authority of its division"):
        bring({"organisations": [{**document["organisations"][1], "key": "new"}]})


def test_a_change_from_before_the_last_one_is_refused(bring, document, monday):
    bring(document)
    document["systems"][0]["name"] = "查询"
    with pytest.raises(ImportRefusedError, match="was changed at a later instant"):
        bring(document, monday - TUESDAY)


def test_an_address_and_a_test_identity_are_nowhere_in_the_tables(bring, document):
    bring(document)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, '') from directory_contact t")
        held = cursor.fetchone()[0].casefold()
        cursor.execute("select string_agg(t::text, '') from directory_grant t")
        held += cursor.fetchone()[0].casefold()
    assert "changchun-2015" in held
    for plain in ("220102189901010016", "office@yb.lab.test", "Office@yb.lab.test"):
        assert plain.casefold() not in held
        assert plain.encode().hex() not in held


def test_an_address_is_recognised_whatever_its_case(bring, document, monday):
    bring(document)
    document["contacts"][0]["email"] = "OFFICE@YB.lab.test"
    assert bring(document, monday + TUESDAY).contacts.unchanged == 1


def test_a_contact_that_changes_language_keeps_its_address_and_its_standing(bring, document, monday, vault):
    bring(document)
    contact = Contact.objects.get()
    services.mark_undeliverable(contact.entry, monday)
    document["contacts"][0]["language"] = "en"
    assert bring(document, monday + TUESDAY).contacts.changed == 1
    entry = queries.contact(contact.entry, vault)
    assert (entry.email, entry.language, entry.undeliverable) == ("Office@yb.lab.test", "en", True)


def test_the_first_instant_of_undeliverable_stays_even_after_an_import(bring, document, monday):
    bring(document)
    contact = Contact.objects.get()
    services.mark_undeliverable(str(contact.entry), monday)
    services.mark_undeliverable(contact.entry, monday + TUESDAY)
    bring(document, monday + TUESDAY)
    assert Contact.objects.get().undeliverable_since == monday


def test_a_closed_contact_is_forgotten_in_all_its_rows(bring, document, monday, vault):
    bring(document)
    contact = Contact.objects.get()
    document["contacts"][0]["language"] = "en"
    bring(document, monday + TUESDAY)
    services.close_contact(contact.entry, monday + 2 * TUESDAY)
    assert {(bytes(row.email), row.lookup) for row in Contact.objects.all()} == {(b"", "")}
    assert queries.contacts(contact.organisation, vault) == ()


def test_a_closed_system_leaves_the_scope_and_is_still_known(bring, document, monday):
    bring(document)
    entry = System.objects.get().entry
    services.close_system(entry, monday + TUESDAY)
    assert [system.id for system in queries.systems_in_scope(monday)] == [entry]
    assert queries.systems_in_scope(monday + TUESDAY) == ()
    assert queries.system(entry).key == "cc-yb-query"


def test_a_signed_version_of_a_grant_never_changes(bring, document, monday):
    bring(document)
    for field, value in (("rate", 50), ("test_identities", ["220102189901010024"])):
        altered = deepcopy(document)
        altered["grants"][0][field] = value
        with pytest.raises(
            ImportRefusedError, match="differs from what was signed; raise the version"
        ) as refused:
            bring(altered, monday + TUESDAY)
        assert "2201021899" not in str(refused.value)


def test_a_newer_version_of_a_grant_is_a_change_and_an_older_one_comes_too_late(
    bring, document, grant, monday
):
    bring(document)
    assert bring({"grants": [{**grant, "version": 3}]}).grants.changed == 1
    with pytest.raises(ImportRefusedError, match="version 3 is here already"):
        bring({"grants": [{**grant, "version": 2}]})
    assert bring({"grants": [grant]}).grants.unchanged == 1


def test_a_revocation_comes_with_a_document_and_no_older_file_undoes_it(
    bring, document, grant, monday, vault
):
    bring(document)
    revoked = {**grant, "revoked_at": "2015-03-03T00:00:00+08:00"}
    assert bring({"grants": [revoked]}, monday + TUESDAY).grants.closed == 1
    assert bring({"grants": [grant]}, monday + TUESDAY).grants.unchanged == 1
    assert queries.live_grants(monday + TUESDAY, vault) == ()
    assert bytes(Grant.objects.get().test_identities) == b""


def test_revoking_ends_every_version_and_forgets_its_test_identities(bring, document, grant, monday, vault):
    bring(document)
    bring({"grants": [{**grant, "version": 2, "valid_from": "2015-06-01T00:00:00+08:00"}]})
    services.revoke_grant("changchun-2015", monday)
    services.revoke_grant("changchun-2015", monday + TUESDAY)
    assert set(Grant.objects.values_list("revoked_at", flat=True)) == {monday}
    assert {bytes(row.test_identities) for row in Grant.objects.all()} == {b""}
    assert queries.live_grants(monday + 200 * TUESDAY, vault) == ()


def test_a_grant_that_comes_revoked_leaves_no_test_identity(bring, grant):
    bring({"grants": [{**grant, "revoked_at": "2015-03-01T00:00:00+08:00"}]})
    assert bytes(Grant.objects.get().test_identities) == b""


@pytest.mark.parametrize(
    "act", [services.mark_undeliverable, services.close_contact, services.close_system, services.revoke_grant]
)
def test_nothing_is_done_to_an_entry_that_is_not_there(db, monday, act):
    with pytest.raises(UnknownEntryError, match="the directory has no"):
        act(str(uuid4()), monday)
