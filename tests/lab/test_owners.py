# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Owners at a page: a real HTTP server stands in for the portal, a real lab for the owners."""

import asyncio
import json
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mendsky.lab import scripts
from mendsky.lab.diary import LOOKS_AGAIN
from mendsky.lab.mail import Letter, Mailboxes
from mendsky.lab.network import Network
from mendsky.lab.owners import OwnerError, Owners
from mendsky.lab.sites import Condition
from mendsky.lab.small import small
from mendsky.lab.story import STARTS, Act, Since
from mendsky.lab.world import World

FORMS = "".join(
    '<form method="post"><input type="hidden" name="csrf" value="t">'
    f'<input type="hidden" name="action" value="{act}"><button>ok</button></form>'
    for act in ("acknowledge", "plan", "claim", "retest")
) + (
    '<form method="post"><input type="hidden" name="csrf" value="t"><textarea name="text"></textarea>'
    '<button name="action" value="dispute">ok</button></form>'
)
CENSUS = (
    '<a rel="census-ticket" href="ticket.json">ticket</a>'
    '<form name="census" method="post" action="census/" enctype="multipart/form-data">'
    '<input type="hidden" name="csrf" value="t"><input type="file" name="sketch"></form>'
)
COUNTER = """
import json, os, sys
assert json.load(open(sys.argv[sys.argv.index("--ticket") + 1])) == {"ticket": 1}
assert sys.argv[1] == "-"
rows = sys.stdin.read().splitlines()
open(sys.argv[sys.argv.index("-o") + 1], "w").write(f"{len(rows) - 1} rows in {os.getcwd()}")
"""


class Portal(ThreadingHTTPServer):
    """Answers owners' links with forms, and keeps what is posted."""

    def __init__(self, address):
        super().__init__((address, 0), Answering)
        self.posted = []
        self.status = 200
        self.looked = 0
        self.state = "notified"
        self.forms = True

    @property
    def link(self):
        host, port = self.server_address
        return f"http://{host}:{port}/o/tok-en_1.x/"


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.looked += 1
        page = f'<span data-state="{self.server.state}"></span>' + (FORMS + CENSUS) * self.server.forms
        self.answer(200, '{"ticket": 1}' if self.path.endswith("ticket.json") else page)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, body.decode()))
        self.answer(self.server.status, "thanks")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        """Say nothing on standard error."""


@pytest.fixture
def portal():
    server = Portal("127.19.4.1")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def letter_to(world, address, text="", subject="【MS-CN-2015-0001】"):
    return Letter(at=world.now, recipients=(address,), subject=subject, text=text)


def loophole(lab, key):
    return next(row for row in lab.get("/truth")["loopholes"] if row["system"] == key)


def tell(lab, when):
    status, answer = lab.post("/now", {"now": when.isoformat()})
    assert status == 200, answer
    return datetime.fromisoformat(answer["wake"]) if answer["wake"] else None


def write_to(lab, portal, key):
    lab.send(lab.contacts()[f"owner-{key}"], text=f"请点击 {portal.link}。")


def test_a_false_claimer_hides_the_form_claims_and_falls_silent(own_lab, portal):
    write_to(own_lab, portal, "sb-7c1")
    wake = tell(own_lab, STARTS)
    while wake is not None:
        wake = tell(own_lab, wake)
    assert portal.posted == [("/o/tok-en_1.x/", "csrf=t&action=claim")]
    found = loophole(own_lab, "sb-7c1")
    assert (found["state"], found["exposed"], found["answered"]) == ("refuted", True, True)
    assert [act["act"] for act in found["acts"]] == ["pretend", "claim"]


def test_a_wordless_owner_repairs_and_never_looks_at_its_page(own_lab, portal):
    tell(own_lab, STARTS + timedelta(days=5))
    write_to(own_lab, portal, "yb-e58")
    tell(own_lab, STARTS + timedelta(days=7))
    assert (portal.looked, portal.posted) == (0, [])
    found = loophole(own_lab, "yb-e58")
    assert (found["state"], found["answered"]) == ("repaired", False)


def test_a_silent_owner_does_nothing(own_lab, portal):
    write_to(own_lab, portal, "sb-a04")
    tell(own_lab, STARTS + timedelta(days=40))
    assert portal.looked == 0
    assert loophole(own_lab, "sb-a04")["state"] == "notified"
    assert own_lab.get("/truth")["figures"]["all"]["silent"] == 1


def test_what_an_owner_cannot_do_is_said_and_stays_due(own_lab, portal):
    write_to(own_lab, portal, "pz-90b")
    portal.status = 500
    moment = (STARTS + timedelta(days=2)).isoformat()
    status, answer = own_lab.post("/now", {"now": moment})
    assert status == 502
    assert "owner-pz-90b wants to acknowledge: the page answers 500" in answer["error"]
    portal.status = 200
    assert own_lab.post("/now", {"now": moment})[0] == 200
    assert [body for _, body in portal.posted] == ["csrf=t&action=acknowledge"] * 2


class TestInProcess:
    """One owner in this process, with a program that stands in for the census."""

    @pytest.fixture
    def world(self, nation):
        return World(story=small(nation), nation=nation, network=Network(octet=19), port=1)

    def owners(self, world, text, key, *, census=(sys.executable, "-c", COUNTER)):
        boxes = Mailboxes(known=(), bouncing=(), now=lambda: world.now)
        owners = Owners(world, boxes, census, counting=timedelta(0))
        organisation = owners.diaries[f"owner-{key}"].organisation
        boxes.keep(letter_to(world, organisation.email, text))
        return owners

    def run(self, owners, world, days):
        world.now = STARTS + timedelta(days=days)
        asyncio.run(owners.act())

    def test_a_diligent_owner_goes_all_the_way(self, world, portal):
        owners = self.owners(world, f"see {portal.link} please", "yb-3f2")
        self.run(owners, world, 10)
        home = "/o/tok-en_1.x/"
        assert [path for path, _ in portal.posted] == [home, home, f"{home}census/", home]
        acknowledged, planned, census, claimed = (body for _, body in portal.posted)
        assert acknowledged == "csrf=t&action=acknowledge"
        assert planned.startswith("csrf=t&action=plan&date=2015-03-")
        assert claimed == "csrf=t&action=claim"
        assert 'name="sketch"; filename="sketch.bin"' in census
        assert "186432 rows" in census
        assert world.condition(owners.diaries["owner-yb-3f2"].system) is Condition.REPAIRED
        assert owners.wake() is None

    def test_nothing_of_a_census_stays_behind(self, world, portal):
        self.run(self.owners(world, portal.link, "pz-90b"), world, 4)
        census = next(body for path, body in portal.posted if path.endswith("census/"))
        folder = census.partition(" rows in ")[2].splitlines()[0]
        assert "census-" in folder
        assert not Path(folder).exists()

    def test_a_census_that_fails_is_said(self, world, portal):
        failing = (sys.executable, "-c", "raise SystemExit('no such ticket')")
        owners = self.owners(world, portal.link, "pz-90b", census=failing)
        with pytest.raises(OwnerError, match="census ended with 1: no such ticket"):
            self.run(owners, world, 4)

    def test_a_letter_without_a_link_is_said(self, world):
        with pytest.raises(OwnerError, match="no link"):
            self.run(self.owners(world, "no link here", "yb-3f2"), world, 2)

    def test_a_weakness_that_comes_back_is_repaired_once_a_letter_says_so(self, world, portal):
        owners = self.owners(world, portal.link, "pz-11d")
        diary = owners.diaries["owner-pz-11d"]
        seen = []
        for days, told in ((4, False), (15, False), (30, True), (37, False)):
            self.run(owners, world, days)
            seen.append(world.condition(diary.system))
            if told:
                owners._mailboxes.keep(letter_to(world, diary.organisation.email, portal.link))
        assert seen == ["repaired", "vulnerable", "vulnerable", "repaired"]
        assert json.dumps([body for _, body in portal.posted]).count("action=claim") == 2

    def behaving(self, world, steps, *, key="sb-a04", **changes):
        """Give the small story's world with another script for one owner."""
        story = world.story
        organisations = tuple(
            replace(organisation, steps=steps, **changes)
            if organisation.key == f"owner-{key}"
            else organisation
            for organisation in story.organisations
        )
        return World(story=replace(story, organisations=organisations), nation=world.nation,
                     network=Network(octet=19), port=1)  # fmt: skip

    @pytest.mark.parametrize(
        ("since", "level", "acts"),
        [
            ("province", "province-430000", True),
            ("province", "nation-cn", True),
            ("province", "city-430000", False),
            ("nation", "nation-cn", True),
            ("nation", "province-430000", False),
        ],
    )
    def test_an_owner_may_wait_for_the_authority_above_to_be_told(self, world, portal, since, level, acts):
        world = self.behaving(world, scripts.told_from_above(since=Since(since), repairs=1))
        owners = self.owners(world, portal.link, "sb-a04")
        self.run(owners, world, 20)
        assert owners.wake() is None
        for case in ("MS-CN-2015-0009", "MS-CN-2015-0001"):
            letter = letter_to(world, f"security-{level}@lab.test", subject=f"【{case}】请督促")
            owners._mailboxes.keep(letter)
        self.run(owners, world, 23)
        assert [body for _, body in portal.posted] == [
            "csrf=t&action=acknowledge",
            "csrf=t&action=claim",
        ] * acts
        assert (world.condition(owners.diaries["owner-sb-a04"].system) == "repaired") is acts

    def test_a_dispute_has_words_and_a_repair_waits_until_it_is_overruled(self, world, portal):
        world = self.behaving(world, scripts.convinced(words="nothing there", repairs=2, census=False))
        owners = self.owners(world, portal.link, "sb-a04")
        diary = owners.diaries["owner-sb-a04"]
        portal.state = "disputed"
        self.run(owners, world, 9)
        assert [body for _, body in portal.posted] == ["csrf=t&text=nothing+there&action=dispute"]
        assert world.condition(diary.system) == "vulnerable"
        portal.state = "notified"
        assert owners.wake() == world.now + LOOKS_AGAIN
        for days in (12, 14, 15):
            self.run(owners, world, days)
        assert [act.value for _, act in diary.done] == ["dispute", "acknowledge", "repair", "claim"]
        assert owners.wake() is None

    def test_who_has_no_evidence_disputes_again_when_it_is_overruled(self, world, portal):
        world = self.behaving(world, scripts.disputing(words="no"))
        owners = self.owners(world, portal.link, "sb-a04")
        for days in (3, 6, 9, 12, 15):
            self.run(owners, world, days)
        assert [body for _, body in portal.posted] == ["csrf=t&text=no&action=dispute"] * 2
        assert owners.diaries["owner-sb-a04"].word is Act.DISPUTE
        assert owners.wake() is None

    @pytest.mark.parametrize("state", ["rejected", "merged", "confirmed"])
    def test_a_case_that_is_over_leaves_an_owner_nothing_to_say(self, world, portal, state):
        world = self.behaving(world, scripts.asking_for_tests())
        portal.state, portal.forms = state, False
        owners = self.owners(world, portal.link, "sb-a04")
        self.run(owners, world, 9)
        assert portal.posted == []
        assert owners.wake() is None

    def test_a_plan_may_name_a_fixed_day_and_a_step_may_wait_for_one(self, world, portal):
        moment = STARTS + timedelta(days=12)
        steps = (*scripts.planning(until=date(2015, 5, 29)), scripts.on(moment, Act.OFFLINE))
        world = self.behaving(world, steps)
        owners = self.owners(world, portal.link, "sb-a04")
        self.run(owners, world, 9)
        assert portal.posted[-1][1] == "csrf=t&action=plan&date=2015-05-29"
        assert owners.wake() == moment

    def test_a_second_contact_reads_what_the_first_refuses(self, world, portal):
        world = self.behaving(world, scripts.wordless(), bounces=True, second_email="second@lab.test")
        owners = Owners(world, Mailboxes(known=(), bouncing=(), now=lambda: world.now))
        organisation = owners.diaries["owner-sb-a04"].organisation
        owners._mailboxes.keep(letter_to(world, "second@lab.test"))
        assert not organisation.unreachable
        assert owners.wake() is not None
