# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A handler's morning in a real browser: by keys, by forms, on a phone, in the dark, in both languages."""

from datetime import timedelta

import pytest

from tests import published

pytestmark = pytest.mark.browser
PASSWORD = "a long made-up sentence"
WAYS = [("en", "light"), ("zh-Hans", "dark")]
WIDTHS = (360, 768, 1280, 1920)


@pytest.fixture
def busy(published_world, settings):
    """Give the handler a dispute, a false claim, a statement, a report and a system that stays unknown."""
    from mendsky.apps.accounts.services import appoint
    from mendsky.apps.cases import services as cases
    from mendsky.apps.leaks import services as leaks
    from mendsky.apps.leaks.models import What
    from mendsky.core.terms.cases import Actor, EventKind
    from mendsky.core.terms.information import Information, Note
    from mendsky.core.terms.roles import Role
    from mendsky.runtime import clocks

    world, _, _ = published_world
    appoint(email="handler@desk.test", role=Role.HANDLER, division="CN", password=PASSWORD)
    later = world.now + timedelta(days=2)
    clocks.move_to(later)
    disputed, claimed, stated = world.cases
    owner = {"actor": Actor.OWNER}
    published.happen(disputed, EventKind.DISPUTE, later, sealed={"text": "The numbers are made up."}, **owner)
    published.happen(claimed, EventKind.CLAIM_REPAIR, later, **owner)
    published.happen(claimed, EventKind.RETEST_EXPOSED, later, public={"purpose": "retest", "cause": ""})
    cases.state(stated.id, "We have taken the page down and are sorry.", at=later)
    notes = [Note(kind=kind, stands=True, detail="PHP 5.3.3: CVE-2012-1823") for kind in Information]
    published.noted(world.systems[2].id, later, *notes)
    for hours in (40, 20, 1):
        published.swept(world.systems[2].id, later - timedelta(hours=hours), cause="captcha")
    leaks.submit(
        what=What.CARD_APPLIED,
        division="220100",
        happened_on=None,
        words="Somebody applied for a card in my name.",
        contact="",
        source="127.0.0.1",
        at=later,
        today=later.date(),
    )
    return world


@pytest.fixture
def at_the_desk(busy, look, published_world):
    """Log the handler in as a person does, in a language, width and scheme."""
    address = published_world[2]

    def log_in(language="en", width=1280, scheme="light"):
        page = look(language, width, scheme)
        page.goto(f"{address}/desk/")
        page.fill("input[name=login]", "handler@desk.test")
        page.fill("input[name=password]", PASSWORD)
        page.click("form.form button[type=submit]")
        page.wait_for_url("**/desk/")
        return page

    return log_in


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "scheme"), WAYS)
def test_every_page_of_the_desk_fits(at_the_desk, busy, language, scheme):
    page = at_the_desk(language, WIDTHS[0], scheme)
    address = page.url.removesuffix("/desk/")
    report = page.get_attribute("a[href^='/desk/reports/']", "href")
    cases = [f"/desk/cases/{case.public_id}/" for case in busy.cases]
    system = f"/desk/systems/{busy.systems[2].id}/"
    for path in ("/desk/", "/desk/cases/", "/desk/watch/", system, report, *cases):
        page.goto(address + path)
        if path == cases[0]:
            page.click("details#overrule summary")
            page.focus("details#overrule textarea")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), (path, width)


def test_on_a_phone_what_can_be_done_is_one_touch_away(at_the_desk, busy):
    page = at_the_desk("en", 360)
    page.goto(page.url + f"cases/{busy.cases[0].public_id}/")
    page.click(".jump a")
    assert page.evaluate("document.querySelector('#act').getBoundingClientRect().top") < 900
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not page.is_visible(".jump a")


def test_the_page_of_the_watch_follows_the_sweep_while_it_is_open(at_the_desk, busy):
    from mendsky.apps.watch import services

    page = at_the_desk()
    page.clock.install()
    page.goto(page.url + "watch/")
    before = page.inner_text("#health")
    assert "The watch is running." in page.inner_text("h1")
    services.stop(busy.now)
    published.swept(busy.systems[2].id, busy.now + timedelta(days=2))
    page.clock.run_for(11_000)
    page.get_by_role("heading", name="halted").wait_for()
    assert page.inner_text("#health") != before


def test_a_dispute_is_decided_by_keys_alone(at_the_desk, busy):
    page = at_the_desk()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{busy.cases[0].public_id}/")
    page.keyboard.press("o")
    page.keyboard.type("We asked again: the numbers are real.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=1")
    assert "disputed" not in page.text_content(".crumb")
    assert "We asked again" in page.text_content(".timeline")


def test_everyone_can_work_at_the_desk(at_the_desk, busy, published_world):
    from axe_playwright_python.sync_playwright import Axe

    page = at_the_desk()
    system = f"/desk/systems/{busy.systems[2].id}/"
    for path in ("/desk/", f"/desk/cases/{busy.cases[0].public_id}/", "/desk/watch/", system):
        page.goto(published_world[2] + path)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:80]) for one in found] == [], path
