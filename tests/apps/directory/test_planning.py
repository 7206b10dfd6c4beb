# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import makes of entries that end, merge, come back or are of another year."""

from copy import deepcopy
from datetime import timedelta

import pytest

from mendsky.apps.directory import queries
from mendsky.apps.directory.models import Contact, Organisation
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.report import ImportRefusedError

DAY = timedelta(days=1)


@pytest.fixture
def heir(document):
    """The office that takes over the small one."""
    return {**document["organisations"][0], "key": "jl-yb", "name": {"zh-Hans": "吉林省医疗保险局"}}


def ended(document, instant, **more):
    return {**document["organisations"][0], "valid_to": instant.isoformat(), **more}


def test_a_merged_office_is_found_as_its_successor(bring, document, heir, monday, vault):
    bring(document)
    old = queries.organisation(Organisation.objects.get(key="cc-yb").entry)
    contact = {"organisation": "jl-yb", "email": "head@jl.lab.test", "language": "zh-Hans"}
    merged = ended(document, monday + DAY, successor="jl-yb")
    merger = {"organisations": [merged, heir], "contacts": [contact]}
    report = bring(merger, monday + 2 * DAY)
    assert (report.organisations.closed, report.organisations.added) == (1, 1)
    new = queries.organisation(old.id)
    assert (new.key, new.id != old.id) == ("jl-yb", True)
    assert queries.organisations([old.id]) == {old.id: new}
    assert queries.organisation(old.id, at=monday) == old
    assert queries.organisation(old.id, at=monday + 3 * DAY) == new
    assert [one.email for one in queries.contacts(old.id, vault)] == ["head@jl.lab.test"]

    again = bring(merger, monday + 3 * DAY)
    assert (again.organisations.unchanged, again.contacts.unchanged) == (2, 1)


def test_what_names_a_merged_office_goes_to_its_successor(bring, document, heir, monday, vault):
    bring(document)
    merged = ended(document, monday + DAY, successor="jl-yb")
    report = bring({**document, "organisations": [merged, heir]}, monday + DAY)
    assert (report.systems.changed, report.systems.closed) == (1, 0)
    (system,) = queries.systems_in_scope(monday + DAY)
    assert queries.organisation(system.organisation).key == "jl-yb"
    (contact,) = queries.contacts(system.organisation, vault)
    assert contact.email == "Office@yb.lab.test"


def test_a_chain_of_mergers_is_followed_to_its_end(bring, document, heir, monday):
    bring(document)
    bring({"organisations": [ended(document, monday + DAY, successor="jl-yb"), heir]}, monday + DAY)
    last = {**heir, "key": "last"}
    gone = {**heir, "valid_to": (monday + 2 * DAY).isoformat(), "successor": "last"}
    bring({"organisations": [gone, last]}, monday + 2 * DAY)
    entry = Organisation.objects.filter(key="cc-yb").first().entry
    assert queries.organisation(entry).key == "last"
    assert queries.organisation(entry, at=monday + DAY).key == "jl-yb"
    bring({"systems": document["systems"]}, monday + 2 * DAY)
    (system,) = queries.systems_in_scope(monday + 2 * DAY)
    assert queries.organisation(system.organisation).key == "last"


def test_an_office_that_ended_without_successor_is_still_known(bring, document, monday):
    bring(document)
    bring({"organisations": [ended(document, monday + DAY)]}, monday + DAY)
    entry = Organisation.objects.get(key="cc-yb").entry
    assert queries.organisation(entry).key == "cc-yb"
    with pytest.raises(UnknownEntryError):
        queries.organisation(entry, at=monday + DAY)
    with pytest.raises(ImportRefusedError, match="names an organisation that is not in the directory"):
        bring({"systems": [{**document["systems"][0], "key": "new"}]}, monday + DAY)
    again = bring({"organisations": [document["organisations"][0]]}, monday + 2 * DAY, dry_run=True)
    assert "warning: organisations, entry 1 (cc-yb): had ended, and begins anew" in again.lines()


@pytest.mark.parametrize(
    ("days", "more", "says"),
    [
        (5, {}, "valid_to must not lie after the import"),
        (-1, {}, "was changed at a later instant"),
        (1, {"successor": "nobody"}, "successor names an organisation that the directory does not hold now"),
    ],
)
def test_an_end_that_cannot_be_is_refused(bring, document, monday, days, more, says):  # noqa: PLR0917
    bring(document)
    with pytest.raises(ImportRefusedError, match=says):
        bring({"organisations": [ended(document, monday + days * DAY, **more)]}, monday + 2 * DAY)


def test_an_end_once_told_stays(bring, document, monday):
    bring(document)
    bring({"organisations": [ended(document, monday + DAY)]}, monday + 2 * DAY)
    with pytest.raises(ImportRefusedError, match="ended at another instant, which stays"):
        bring({"organisations": [ended(document, monday + 2 * DAY)]}, monday + 2 * DAY)


def test_systems_and_contacts_end_too_and_a_contact_is_forgotten(bring, document, monday, vault):
    bring(document)
    instant = (monday + DAY).isoformat()
    over = {noun: [{**document[noun][0], "valid_to": instant}] for noun in ("systems", "contacts")}
    report = bring(over, monday + DAY)
    assert (report.systems.closed, report.contacts.closed) == (1, 1)
    assert queries.systems_in_scope(monday + DAY) == ()
    assert bytes(Contact.objects.get().email) == b""
    again = bring(over, monday + 2 * DAY)
    assert (again.systems.unchanged, again.contacts.unchanged) == (1, 1)


def test_the_origin_of_a_system_that_ends_is_free_in_the_same_document(bring, document, monday):
    bring(document)
    old = {**document["systems"][0], "valid_to": (monday + DAY).isoformat()}
    new = {**document["systems"][0], "key": "second"}
    report = bring({"systems": [old, new]}, monday + DAY)
    assert (report.systems.closed, report.systems.added) == (1, 1)


def test_contacts_come_in_their_order(bring, document, monday, vault):
    first, second = document["contacts"][0], {**document["contacts"][0], "email": "desk@yb.lab.test"}
    bring({**document, "contacts": [{**first, "order": 2}, {**second, "order": 1}]})
    owner = Organisation.objects.get(key="cc-yb").entry
    assert [one.email for one in queries.contacts(owner, vault)] == [second["email"], first["email"]]
    assert bring({"contacts": [{**first, "order": 0}]}, monday + DAY).contacts.changed == 1
    assert [one.order for one in queries.contacts(owner, vault)] == [0, 1]


def test_the_accountable_officer_is_a_post(bring, document, monday):
    bring(document)
    owner = Organisation.objects.get(key="cc-yb").entry
    assert queries.organisation(owner).officer == {}
    document["organisations"][0]["officer"] = "分管副局长"
    report = bring(document, monday + DAY)
    assert report.as_json()["entries"][0]["fields"] == ["officer"]
    assert queries.organisation(owner).officer == {"zh-Hans": "分管副局长"}


def test_a_code_of_another_year_is_taken_as_the_one_in_use_and_told(bring, document):
    document["organisations"][0]["division"] = "110103"
    document["systems"][0]["division"] = "210214"
    report = bring(document)
    assert [remark.line({}) for remark in report.warnings] == [
        "organisations, entry 1 (cc-yb): division 110103 is taken as 110101, which stands for it now",
        "systems, entry 1 (cc-yb-query): division 210214 is taken as 210282, which stands for it now",
    ]
    assert Organisation.objects.get(key="cc-yb").division == "110101"


def test_a_system_that_no_grant_covers_is_told(bring, document, grant, monday):
    document["systems"].append({**document["systems"][0], "key": "bare", "origin": "https://bare.lab.test"})
    says = "systems, entry 2 (bare): no grant covers its origin: it will be listed, and stay undetermined"
    assert [remark.line({}) for remark in bring(document).warnings] == [says]
    more = {**grant, "id": "more", "origins": ["https://bare.lab.test"]}
    assert bring({"systems": document["systems"], "grants": [more]}).warnings == ()
    late = bring({"systems": [document["systems"][0]]}, monday.replace(year=2017), dry_run=True)
    assert "no grant covers" in late.warnings[0].says


def test_a_dry_run_lists_all_that_is_wrong_and_what_is_right(bring, document):
    wrong = deepcopy(document)
    wrong["systems"].append({**wrong["systems"][0], "key": "b", "origin": "nowhere"})
    wrong["contacts"].append({"organisation": "nobody", "email": "a@yb.lab.test", "language": "en"})
    wrong["organisations"][1]["division"] = "341400"
    wrong["contacts"].append({"organisation": "cc-net", "email": "b@yb.lab.test", "language": "en"})
    report = bring(wrong, dry_run=True)
    assert [remark.line({}).partition(" is refused")[0] for remark in report.refused] == [
        "organisations, entry 2 (cc-net): division was in force from 1999-12 to 2011-10, "
        "and no single division of today stands for it",
        "systems, entry 2 (b): origin",
        "contacts, entry 2 (nobody): names an organisation that is not in the directory",
    ]
    assert (report.organisations.added, report.systems.added, report.contacts.added) == (1, 1, 1)
    with pytest.raises(ImportRefusedError) as refused:
        bring(wrong)
    assert len(refused.value.lines) == 3
    assert Organisation.objects.count() == 0
