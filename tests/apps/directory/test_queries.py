# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from datetime import timedelta
from uuid import uuid4

import pytest

from mendsky.apps.directory import queries
from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.models import Organisation, System
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.core.terms.cases import Level
from tests.signing import OURS, signed

YEAR = timedelta(days=366)


def authority(key, division, level):
    return {
        "key": key,
        "name": {"zh-Hans": key},
        "kind": "authority",
        "division": division,
        "level": level,
    }


def test_a_system_and_its_owner_are_given_as_values(bring, document):
    bring(document)
    system = queries.system(str(System.objects.get().entry))
    assert (system.key, system.origin, system.name) == ("cc-yb-query", "http://yb.lab.test:8080", "医保查询")
    owner = queries.organisation(system.organisation)
    assert (owner.key, owner.name, owner.level) == ("cc-yb", "长春市医疗保险管理局", Level.OWNER)
    assert owner.names["en"] == "Changchun Medical Insurance Office"
    assert queries.systems([system.id, uuid4()]) == {system.id: system}
    assert queries.organisations([owner.id]) == {owner.id: owner}


def test_contacts_come_unsealed_and_do_not_show_their_address(bring, document, vault):
    bring(document)
    owner = Organisation.objects.get(key="cc-yb").entry
    (contact,) = queries.contacts(owner, vault)
    assert contact.email == "Office@yb.lab.test"
    assert not contact.undeliverable
    assert "@" not in repr(contact)
    assert queries.contact(contact.id, vault) == contact


@pytest.mark.parametrize("entry", ["0b1f6f0e-6c0c-4d7e-9d57-1e2f8a0c9b11", "no-uuid"])
def test_what_the_directory_never_held_is_an_error(db, vault, entry):
    for ask in (queries.system, queries.organisation, queries.contact, queries.grant_document):
        with pytest.raises(UnknownEntryError, match="the directory has no"):
            ask(entry)


def test_a_system_is_in_scope_without_a_live_grant(bring, document, monday):
    bring(document)
    assert [system.key for system in queries.systems_in_scope(monday + 3 * YEAR)] == ["cc-yb-query"]
    assert queries.systems_in_scope(monday - YEAR) == ()


def test_the_authority_of_a_county_is_its_city_then_its_province_then_the_nation(bring, nation):
    bring(
        {
            "organisations": [
                authority("city", "220100", "city"),
                authority("other-city", "220200", "city"),
                authority("province", "220000", "province"),
                authority("nation", nation.code, "nation"),
            ]
        }
    )
    assert queries.authority_of("220102", Level.CITY).key == "city"
    assert queries.authority_of("220100", Level.CITY).key == "city"
    assert queries.authority_of("220102", Level.PROVINCE).key == "province"
    assert queries.authority_of("220102", Level.NATION).key == "nation"
    assert queries.authority_of("220300", Level.CITY) is None
    assert queries.authority_of("110000", Level.PROVINCE) is None


def test_the_nearest_of_two_authorities_of_a_level_is_given(bring):
    bring({"organisations": [authority("city", "220100", "city"), authority("district", "220102", "city")]})
    assert queries.authority_of("220102", Level.CITY).key == "district"
    assert queries.authority_of("220103", Level.CITY).key == "city"


def test_a_grant_is_live_from_its_beginning_up_to_its_end(bring, grant, vault):
    from mendsky.apps.directory.grants import parse_grant

    bring({"grants": [grant]})
    parsed = parse_grant(grant)
    moment = timedelta(microseconds=1)
    assert queries.live_grants(parsed.valid_from - moment, vault) == ()
    assert queries.live_grants(parsed.valid_from, vault) == (parsed,)
    assert queries.live_grants(parsed.expires - moment, vault) == (parsed,)
    assert queries.live_grants(parsed.expires, vault) == ()


def test_only_the_newest_version_that_has_begun_is_live(bring, grant, monday, vault):
    june = "2015-06-01T00:00:00+08:00"
    july = "2015-07-01T00:00:00+08:00"
    bring({"grants": [grant, {**grant, "version": 2, "valid_from": june, "expires": july}]})
    assert [one.version for one in queries.live_grants(monday, vault)] == [1]
    assert [one.version for one in queries.live_grants(monday.replace(month=6), vault)] == [2]
    assert queries.live_grants(monday.replace(month=8), vault) == ()
    assert [one.version for one in queries.grants(vault)] == [1, 2]


def test_the_kept_document_of_a_grant_has_no_test_identities(bring, grant):
    bring({"grants": [grant, {**grant, "version": 2}]})
    assert queries.grant_document("changchun-2015")["version"] == 2
    assert queries.grant_document("changchun-2015", version=1)["version"] == 1
    assert "2201021899" not in str(queries.grant_document("changchun-2015"))


def test_the_revision_of_systems_changes_whenever_one_enters_changes_or_leaves(synthetic, monday):
    from mendsky.apps.directory.models import System

    seen = [queries.systems_revision()]
    assert seen == [queries.NO_SYSTEMS]
    system = System.objects.create(
        entry=uuid4(), key="one", organisation=uuid4(), origin="http://one.example:80",
        names={"zh-Hans": "一"}, sector="hospitals", division="110101", valid_from=monday,
    )  # fmt: skip
    seen.append(queries.systems_revision())
    assert queries.systems_revision() == seen[-1]
    System.objects.update(valid_to=monday)
    seen.append(queries.systems_revision())
    system.delete()
    seen.append(queries.systems_revision())
    assert len(set(seen)) == 4


def test_a_grant_is_live_while_the_key_that_signed_it_is_listed(bring, vault, grant, monday, listed):
    ours = signed({**grant, "accounts": [{"name": "trial", "passwords": ["made-up"]}]})
    listed((OURS, grant["signed_by"]))
    bring({"grants": [ours]})
    assert queries.live_grants(monday, vault) == (parse_grant(ours),)
    assert queries.powerless_grants(monday) == ()
    listed()
    assert queries.live_grants(monday, vault) == ()
    ((one, says),) = queries.powerless_grants(monday)
    assert (one.id, says) == (grant["id"], "is signed with a key that is not in the list of keys")
    listed((OURS, grant["signed_by"]))
    assert queries.live_grants(monday, vault) == (parse_grant(ours),)


def test_what_was_changed_in_the_database_is_not_live(bring, vault, grant, monday):
    from mendsky.apps.directory.models import Grant

    bring({"grants": [signed(grant)]})
    row = Grant.objects.get()
    row.document["daily_budget"] += 1
    # Another process, which has not read the row yet.
    queries._read.clear()
    row.save()
    assert queries.live_grants(monday, vault) == ()
    ((_, says),) = queries.powerless_grants(monday)
    assert "changed after it was signed" in says
    queries._read.clear()


def test_where_no_keys_are_listed_an_unsigned_grant_has_its_power_and_is_not_opened(
    bring, grant, monday, monkeypatch
):
    bring({"grants": [grant]})
    monkeypatch.setattr(queries, "_grant", None)
    assert queries.powerless_grants(monday) == ()


def test_an_older_signed_version_does_not_come_back_for_an_unsigned_one(bring, vault, grant, monday, listed):
    bring({"grants": [signed(grant), {**grant, "version": 2}]})
    assert [one.version for one in queries.live_grants(monday, vault)] == [2]
    listed((OURS, grant["signed_by"]))
    assert queries.live_grants(monday, vault) == ()
