# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every counterpart of every kind: what a visitor sees."""

import gzip
import io
import json
import re
import zipfile

import pytest

from mendsky.lab.counterpart import premises
from mendsky.lab.exchange import Asked
from mendsky.lab.exposed_repository.repository import FILES
from mendsky.lab.office import DOCUMENTS
from mendsky.lab.open_api.endpoint import GRAPHQL, WSDL
from mendsky.lab.open_store.store import INTERFACES, KIBANA_FRONT
from mendsky.lab.sequential_records.record import address
from mendsky.lab.sites import COUNTERPARTS, build, names
from mendsky.lab.weakness import MASKED, NUMBERS
from mendsky.scan.texts import frames, from_frames

SEEDS = range(12)
ALL = [(kind, name) for kind in COUNTERPARTS for name in names(kind)]
RESIDENT_ID = re.compile(rb"[1-9][0-9]{5}18[0-9]{9}[0-9X]")


def asked(target):
    path, _, query = target.partition("?")
    return Asked(path=path, query=dict(part.split("=", 1) for part in query.split("&") if part))


STORES = {"open-store", "open-influxdb"}


def at_place(weakness):
    """Write a target that asks at the place of a weakness, plainly."""
    if weakness.kind == "sql-injection":
        return f"{weakness.path}?{weakness.parameter}=1"
    return address(weakness, "1") if weakness.kind == "sequential-records" else weakness.path


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_every_page_is_labelled_synthetic(kind, name):
    for seed in SEEDS:
        made = premises(kind, seed, name)
        site = build(kind, name, made)
        for target in ("/", "/contact.html", "/nothing-here", at_place(made.fault)):
            reply = site(asked(target))
            if reply.body and reply.promised is None:
                assert b"synthetic" in reply.body, target


@pytest.mark.parametrize("name", ["vulnerable", "pretended", "repaired", "sound"])
@pytest.mark.parametrize("kind", COUNTERPARTS)
def test_the_front_page_states_the_records_so_that_the_nation_reads_them(kind, name, nation):
    for seed in SEEDS:
        made = premises(kind, seed)
        page = build(kind, name, made)(asked("/")).body.decode()
        if kind in STORES and page.startswith(("{", "404", KIBANA_FRONT.body.decode())):
            # A store's own front page says nothing of the kind; its listing or its documents do.
            continue
        stated = [found for pattern in nation.total_patterns for found in re.findall(pattern, page)]
        assert [int(number.replace(",", "")) for number in stated] == [made.holding.records]


@pytest.mark.parametrize("kind", COUNTERPARTS)
def test_an_ordinary_site_answers_404_to_what_it_does_not_have(kind):
    for name in ("vulnerable", "repaired", "sound"):
        assert build(kind, name, premises(kind, 1))(asked("/q8w7e6")).status == 404


@pytest.mark.parametrize("kind", COUNTERPARTS)
def test_links_of_the_front_page_lead_somewhere(kind):
    for seed in SEEDS:
        site = build(kind, "vulnerable", premises(kind, seed))
        for target in re.findall(r'href="(/[^"]*)"', site(asked("/")).body.decode()):
            assert site(asked(target)).status in {200, 302}, target


def test_sql_is_really_injected():
    for seed in SEEDS:
        made = premises("sql-injection", seed)
        weak = build("sql-injection", "vulnerable", made)
        fault = made.fault
        quote = "" if fault.form == "number" else "'"
        plain = {"number": "17", "ward": "W01", "identity": made.register.resident_id(made.holding.first)}[
            fault.form
        ]

        def ask(value, site=weak, fault=fault):
            return site(Asked(path=fault.path, query={fault.parameter: value})).body

        true = ask(f"{plain}{quote} AND {quote}1{quote}={quote}1")
        false = ask(f"{plain}{quote} AND {quote}1{quote}={quote}2")
        assert true == ask(plain)
        assert true != false
        assert (b"SQL" in ask("'").upper()) is bool(fault.banner)
        repaired = build("sql-injection", "repaired", made)
        assert "输入有误".encode() in ask("'", repaired)
        assert ask(plain, repaired) == true


def test_a_query_cannot_run_for_ever():
    made = premises(
        "sql-injection", next(seed for seed in SEEDS if premises("sql-injection", seed).fault.banner)
    )
    endless = (
        "' AND (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c) SELECT count(*) FROM c) --"
    )
    value = ("1" if made.fault.form == "number" else "1'") + endless.removeprefix("'")
    if made.fault.form != "number":
        value = f"1' OR{endless.removeprefix(chr(39) + ' AND')}"
    reply = build("sql-injection", "vulnerable", made)(
        Asked(path=made.fault.path, query={made.fault.parameter: value})
    )
    assert b"interrupted" in reply.body


def test_a_listing_names_an_export_of_everybody():
    for seed in SEEDS:
        made = premises("directory-listing", seed)
        site = build("directory-listing", "vulnerable", made)
        fault = made.fault
        listing = site(asked(fault.path)).body
        name = f"{fault.table}.{fault.form}"
        assert name.encode() in listing
        assert RESIDENT_ID.search(listing) is None
        file = site(asked(fault.path + name)).file
        whole = file.read(0, file.size)
        assert len(whole) == file.size
        assert whole.count(b"\n") == made.holding.records + 1
        for start, end in ((0, 1), (0, 300), (50, 70), (1000, 1717), (file.size - 9, file.size)):
            assert file.read(start, end) == whole[start:end]


def test_a_closed_directory_is_closed_with_all_that_is_in_it():
    for seed in SEEDS:
        made = premises("directory-listing", seed)
        fault = made.fault
        site = build("directory-listing", "repaired", made)
        for target in (fault.path, f"{fault.path}{fault.table}.{fault.form}"):
            assert site(asked(target)).status == (404 if fault.repair == "moved-away" else 403)


def test_every_number_shows_another_person():
    for seed in SEEDS:
        made = premises("sequential-records", seed)
        fault = made.fault
        weak = build("sequential-records", "vulnerable", made)
        last = made.holding.records
        shown = [RESIDENT_ID.findall(weak(asked(address(fault, str(n)))).body) for n in (1, 2, 3)]
        assert [len(found) for found in shown] == [1, 1, 1]
        assert len({found[0] for found in shown}) == 3
        assert weak(asked(address(fault, str(last)))).status == 200
        for beyond in ("0", str(last + 1), "x"):
            assert weak(asked(address(fault, beyond))).status == 404
        repaired = build("sequential-records", "repaired", made)
        for number in ("1", "2", str(last)):
            assert repaired(asked(address(fault, number))).status in {302, 404}


@pytest.mark.parametrize("kind", COUNTERPARTS)
def test_a_pretended_repair_hides_the_entrance_and_nothing_else(kind):
    for seed in SEEDS:
        made = premises(kind, seed)
        weak, pretended = (build(kind, name, made) for name in ("vulnerable", "pretended"))
        target = at_place(made.fault)
        if kind != "weak-console-password":  # what hides is its own name
            assert pretended(asked(target)).body == weak(asked(target)).body
        front = pretended(asked("/")).body.decode()
        if made.fault.path != "/files/":
            # A sound site's /login.html is not a console's /login.
            assert re.search(rf'"{re.escape(made.fault.path)}(?:(?<=/)|(?![\w.-]))', front) is None


def test_nobody_is_shown_by_a_sound_or_repaired_site():
    for kind in COUNTERPARTS:
        for seed in SEEDS:
            made = premises(kind, seed)
            for name in ("sound", "repaired"):
                site = build(kind, name, made)
                for target in ("/", "/notice/3", at_place(made.fault), "/files/", "/service/query?sfzh=1"):
                    assert RESIDENT_ID.search(site(asked(target)).body) is None


def test_an_unknown_name_is_refused():
    with pytest.raises(KeyError):
        build("sql-injection", "odd:nothing", premises("sql-injection", 1))


def test_a_lookup_shows_whoever_is_asked_for_and_the_test_record():
    for seed in SEEDS:
        made = premises("lookup-by-id-only", seed)
        fault, register = made.fault, made.register
        weak, repaired = (build("lookup-by-id-only", name, made) for name in ("vulnerable", "repaired"))
        numbers = [register.resident_id(made.holding.first), register.test_identity]
        for number in numbers:
            question = Asked(path=fault.path, query={fault.parameter: number})
            assert weak(question).body.count(number.encode()) == 1
            assert number.encode() not in repaired(question).body
        other = register.resident_id(made.holding.first + made.holding.people)
        assert RESIDENT_ID.search(weak(Asked(path=fault.path, query={fault.parameter: other})).body) is None


def test_a_backup_holds_people_in_the_form_that_it_is_named_for():
    for seed in SEEDS:
        made = premises("exposed-backup", seed)
        file = build("exposed-backup", "vulnerable", made)(asked(made.fault.path)).file
        whole = file.read(0, file.size)
        assert len(whole) == file.size
        if made.fault.form == "sql":
            assert len(RESIDENT_ID.findall(whole)) == made.holding.records
        elif made.fault.form == "zip":
            with zipfile.ZipFile(io.BytesIO(whole)) as archive:
                assert RESIDENT_ID.search(archive.read(archive.namelist()[0]))
        else:
            assert RESIDENT_ID.search(gzip.decompress(whole))


def test_an_interface_gives_page_after_page_and_then_nothing():
    for seed in SEEDS:
        made = premises("open-api", seed)
        fault = made.fault
        weak = build("open-api", "vulnerable", made)
        if fault.form in {WSDL, GRAPHQL}:
            continue
        pages = [
            json.loads(weak(asked(f"{fault.path}?{fault.parameter}={page}")).body) for page in (1, 2, 9**7)
        ]
        assert [len(page["rows"]) for page in pages] == [10, 10, 0]
        assert pages[0]["rows"] != pages[1]["rows"]


def test_a_web_service_gives_page_after_page_and_graphql_what_it_is_asked_for():
    forms = {premises("open-api", seed).fault.form: seed for seed in SEEDS}
    made = premises("open-api", forms[WSDL])
    weak, fault = build("open-api", "vulnerable", made), made.fault
    assert b"/GetPerson" in weak(asked(f"{fault.path.rpartition('/')[0]}?wsdl=")).body
    pages = [weak(asked(f"{fault.path}?{fault.parameter}={page}")).body for page in (1, 2, 9**7)]
    assert [page.count(b"<Person>") for page in pages] == [10, 10, 0]
    made = premises("open-api", forms[GRAPHQL])
    weak, path = build("open-api", "vulnerable", made), made.fault.path
    listed = json.loads(weak(asked(f"{path}?query={{insuredList(first:3){{sfzh}}}}")).body)
    assert [list(row) for row in listed["data"]["insuredList"]] == [["sfzh"]] * 3
    assert weak(asked(f"{path}?query={{other{{sfzh}}}}")).status == 400


def test_a_store_shows_as_many_documents_as_are_asked_for_and_states_how_many_it_holds():
    for seed in SEEDS:
        made = premises("open-store", seed)
        fault, held = made.fault, str(made.holding.records)
        weak = build("open-store", "vulnerable", made)
        parameter = INTERFACES[fault.form].asks
        for few in (0, 1, 7):
            shown = weak(asked(f"{fault.path}?{parameter}={few}")).body
            assert len(RESIDENT_ID.findall(shown)) == few
        if fault.form in {"couchdb", "solr"}:
            assert held in shown.decode()
        else:
            assert held in weak(asked(INTERFACES[fault.form].listing)).body.decode()


def test_a_closed_store_answers_no_question():
    for seed in SEEDS:
        made = premises("open-store", seed)
        repaired = build("open-store", "repaired", made)
        for target in (INTERFACES[made.fault.form].listing, made.fault.path):
            status = repaired(asked(target)).status
            assert status in {401, 404} or made.fault.repair == "statistics"


@pytest.mark.parametrize("shows", [NUMBERS, MASKED])
def test_a_list_names_people_with_the_digits_that_it_is_drawn_with(shows):
    for seed in SEEDS:
        made = premises("published-list", seed, shows=shows)
        reply = build("published-list", "vulnerable", made)(asked(made.fault.path))
        text = reply.body if reply.file is None else reply.file.read(0, 20_000)
        if made.fault.form in DOCUMENTS:
            whole = reply.file.read(0, reply.file.size)
            text = b"".join(from_frames(b"".join(frames(whole))).texts)
        assert bool(RESIDENT_ID.search(text)) is (shows == NUMBERS)
        assert bool(re.search(rb"[0-9]{6}\*{8}[0-9]{3}[0-9X]", text)) is (shows == MASKED)


def test_a_repository_gives_its_own_files_and_a_pretended_repair_denies_the_best_known():
    for seed in SEEDS:
        made = premises("exposed-repository", seed)
        fault = made.fault
        first, *others = FILES[fault.form]
        for name, statuses in (("vulnerable", {200}), ("pretended", {403, 200}), ("repaired", {403, 404})):
            site = build("exposed-repository", name, made)
            given = {site(asked(fault.path + file)).status for file in (first, *others)}
            assert given <= statuses, name
            assert (200 in given) is (name != "repaired")
            assert (site(asked(fault.path + first)).status == 200) is (name == "vulnerable")


def test_settings_hold_a_key_and_a_log_everybody():
    for seed in SEEDS:
        made = premises("exposed-settings", seed)
        file = build("exposed-settings", "vulnerable", made)(asked(made.fault.path)).file
        whole = file.read(0, file.size)
        people = len(RESIDENT_ID.findall(whole))
        assert people == (made.holding.records if made.fault.form == "log" else 0)
        assert (b"Hetao" in whole) is (made.fault.form != "log")
