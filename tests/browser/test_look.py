# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages as a browser shows them: nothing overflows, no box is drawn, all is within reach."""

import pytest

pytestmark = pytest.mark.browser

WAYS = [("en", 1280, "light"), ("en", 390, "dark"), ("zh-Hans", 1280, "dark"), ("zh-Hans", 390, "light")]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_from_home_to_a_case_to_its_release(look, published_world, language, width, scheme):
    world, release, _ = published_world
    page = look(language, width, scheme)
    assert fits(page)
    page.click(f"a[href='/cases/{world.cases[0].public_id}/']")
    assert world.cases[0].public_id in page.text_content("main")
    assert fits(page)
    page.click(f"main a[href='/releases/{release.id}/']")
    assert release.root in page.text_content("main")
    assert fits(page)


def test_the_nations_font_is_used_for_its_characters(look):
    page = look("zh-Hans")
    page.wait_for_function("[...document.fonts].every(font => font.status === 'loaded')")
    assert page.evaluate("document.fonts.check('16px \"Mendsky Nation\"', '补天漏洞')")


def test_the_language_is_switched_in_place(look, published_world):
    page = look("en")
    page.goto(f"{published_world[2]}/method/")
    page.click("nav .language")
    assert page.url.endswith("/method/")
    assert page.get_attribute("html", "lang") == "zh-Hans"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_it(look, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = look("en", 1280, scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:80]) for one in found] == []
