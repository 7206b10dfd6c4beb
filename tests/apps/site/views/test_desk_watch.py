# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The watch is shown, halted by whoever may, and let go on by the whole nation's."""

from datetime import timedelta

from mendsky.apps.watch import put_off, queries, trials
from mendsky.apps.watch.selftest import Counterpart, Tried
from mendsky.apps.watch.tallies import PutOffCause
from mendsky.core.rules.firing import FEWEST, LONG
from mendsky.core.terms.answers import Answer
from tests import published


def test_what_stays_unknown_is_named_with_its_cause_and_since_when(world, logged_in, synthetic):
    later = world.now + timedelta(hours=2)
    synthetic(later)
    published.swept(world.systems[0].id, later, cause="captcha")
    said = logged_in("auditor").get("/desk/watch/").text
    assert "the page asks for a captcha" in said
    assert "66.6 %" in said
    assert "Stop all probing" not in said


def test_a_city_halts_everything_and_the_nation_lets_it_go_on(world, logged_in):
    browser = logged_in("handler", "220100")
    assert browser.post("/desk/watch/", {"action": "stop"}).status_code == 303
    assert queries.stopped()
    assert "All probing is halted." in browser.get("/desk/watch/").text
    assert "All probing is halted." in browser.get("/desk/").text
    assert browser.post("/desk/watch/", {"action": "resume"}).status_code == 403
    assert logged_in("handler").post("/desk/watch/", {"action": "resume"}).status_code == 303
    assert not queries.stopped()


def test_nothing_else_can_be_asked_of_it(world, logged_in):
    assert logged_in("handler").post("/desk/watch/", {"action": "sweep"}).status_code == 400


def test_a_probe_that_fires_oddly_is_named_in_one_line(world, logged_in):
    assert "fires too often" not in logged_in("auditor").get("/desk/watch/").text
    published.told("open-api", exposed=FEWEST, clean=1, at=world.now)
    said = logged_in("auditor").get("/desk/watch/").text
    assert f"fires too often, at {FEWEST} of {FEWEST + 1} systems" in said
    assert said.count("fires too often") == 1


def test_probes_that_never_fired_are_counted_and_named(world, logged_in):
    for kind in ("open-api", "open-store"):
        published.told(kind, exposed=0, clean=FEWEST, at=world.now, since=world.now - LONG)
    said = logged_in("auditor").get("/desk/watch/").text
    assert "2 probes have never fired" in said
    assert "<li>Data store open without a login</li>" in said


def test_the_last_self_test_of_the_probes_is_told_with_what_was_wrong(world, logged_in):
    said = logged_in("auditor").get("/desk/watch/").text
    assert "The probes have not yet been tried here" in said
    wrong = Counterpart(kind="open-store", name="repaired", origin="http://x.test:80")
    right = Counterpart(kind="open-api", name="vulnerable", origin="http://x.test:80")
    tried = [Tried(counterpart=one, answer=Answer.EXPOSED, cause=None) for one in (wrong, right)]
    trials.note(tried, world.now)
    said = logged_in("auditor").get("/desk/watch/").text
    assert "1 of 2 answered wrongly" in said
    assert "<li><b>Data store open without a login</b>: repaired</li>" in said
    trials.note(tried[1:], world.now)
    assert "all 1 answered rightly" in logged_in("auditor").get("/desk/watch/").text


def test_how_far_the_sweep_is_and_which_cells_nothing_is_known_of(world, logged_in, synthetic):
    later = world.now + timedelta(hours=2)
    synthetic(later)
    published.swept(world.systems[0].id, later)
    said = logged_in("auditor").get("/desk/watch/").text
    assert "The running sweep" in said
    assert "Coverage by province and sector" in said
    assert "Swept within the last hour" in said
    assert 'class="n unmeasured"' not in said
    far = later + timedelta(days=800)
    synthetic(far)
    assert 'class="n unmeasured"' in logged_in("auditor").get("/desk/watch/").text


def test_looks_that_were_put_off_are_counted_by_cause_in_ones_own_divisions(world, logged_in):
    put_off.note([system.id for system in world.systems], PutOffCause.BUSY, world.now)
    said = logged_in("auditor").get("/desk/watch/").text
    assert "Looks put off since yesterday" in said
    assert "another worker was at the host" in said
    assert "the host had been sent its requests" not in said
    assert "Looks put off" not in logged_in("handler", "330000").get("/desk/watch/").text
