# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's page in each state, and what else is filled in without an account, on every screen."""

from datetime import timedelta

import pytest

from mendsky.core.terms.cases import Actor, EventKind, State

pytestmark = pytest.mark.browser
STATES = {
    State.NOTIFIED: (),
    State.DISPUTED: ((EventKind.DISPUTE, {}),),
    State.REFUTED: (
        (EventKind.CLAIM_REPAIR, {}),
        (EventKind.RETEST_EXPOSED, {"purpose": "retest", "cause": ""}),
    ),
    State.REPAIRED: ((EventKind.RETEST_CLEAN, {"purpose": "retest", "cause": ""}),),
}
"""How a case comes to a state, from the letter on."""
FORMS = ("/affected/", "/affected/report/", "/reports/", "/accounts/login/")
WIDTHS = (360, 768, 1280, 1920)


@pytest.fixture
def pages(published_world):
    """Give the addresses of owners' pages by state, and of the forms."""
    from django.db import transaction

    from mendsky.apps.cases.models import Party
    from mendsky.apps.cases.services.letters import PURPOSE
    from mendsky.apps.watch.models import Observation, SystemRun
    from mendsky.keys import links
    from mendsky.keys.vault import open_vault
    from mendsky.runtime import clocks
    from tests import published

    world, _, address = published_world
    at = world.now + timedelta(days=1)
    clocks.move_to(at)
    found = [f"{address}{path}" for path in FORMS]
    for system, (state, course) in zip(world.systems + world.systems[:1], STATES.items(), strict=True):
        if state is State.REPAIRED:
            with transaction.atomic():
                case, _ = published.loophole(system, world.now, kind="weak-password")
        else:
            case = next(one for one in world.cases if one.system == system.id)
        run = SystemRun.objects.filter(system=system.id).first()
        Observation.objects.create(
            id=case.observation, run=run, system=system.id, probe=case.kind, version=1, answer="exposed",
            place_group=case.place_group, parameters=["id"], pack="cn/1", at=world.now,
        )  # fmt: skip
        told = {"role": "owner", "told_at": world.now}
        party = Party.objects.create(case=case, organisation=case.organisation, **told)
        for kind, public in course:
            published.happen(
                case, kind, at, actor=Actor.OWNER, public=public, sealed={"text": "Not so. " * 40}
            )
        token = links.make(
            open_vault(),
            purpose=PURPOSE,
            case=str(case.id),
            party=str(party.id),
            expires=at + timedelta(days=1),
        )
        found.append(f"{address}/o/{token}/")
    return found


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh-Hans", "light")])
def test_no_page_without_an_account_is_wider_than_its_screen(look, pages, language, scheme):
    page = look(language, WIDTHS[0], scheme)
    for address in pages:
        assert page.goto(address).status == 200
        for folded in page.query_selector_all("details:not([open]) summary"):
            folded.click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_answer_a_letter(look, pages, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = look("en", 360, scheme)
    for address in pages:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:80]) for one in found] == [], address


def test_each_state_is_said_on_its_page(look, pages):
    page = look("en", 360)
    said = []
    for address in pages[len(FORMS) :]:
        page.goto(address)
        said.append(page.get_attribute("[data-state]", "data-state"))
    assert said == [state.value for state in STATES]
