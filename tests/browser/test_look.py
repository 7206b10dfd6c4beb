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


PAGES = (
    "/places/",
    "/provinces/220000/",
    "/cities/220100/",
    "/affected/",
    "/affected/report/",
    "/method/",
    "/probing/",
)


def addresses(published_world):
    world, release, address = published_world
    own = (f"/cases/{world.cases[0].public_id}/", f"/releases/{release.id}/", "/?map=days&sector=all")
    return [f"{address}{path}" for path in ("/", *own, *PAGES)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_every_public_page(look, published_world, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = look("en", 1280, scheme)
    for address in addresses(published_world):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"][:80]) for one in found] == []


@pytest.mark.parametrize(
    ("language", "width"), [("en", 320), ("zh-Hans", 320), ("en", 768), ("zh-Hans", 768)]
)
def test_no_public_page_is_wider_than_its_screen(look, published_world, language, width):
    page = look(language, width)
    for address in addresses(published_world):
        page.goto(address)
        assert fits(page), address


def test_the_map_is_chosen_without_script_and_leads_to_a_province(look):
    page = look("en")
    page.click(".choices a:has-text('people at risk')")
    assert page.text_content("#map h2") == "People still at risk by province"
    page.click("svg.tilemap a[href='/provinces/130000/']")
    assert page.text_content("h1") == "Hebei"


def test_a_citizen_writes_and_reads_the_code(look, published_world):
    page = look("en", 390)
    page.goto(f"{published_world[2]}/affected/")
    page.click("main a[href='/affected/report/']")
    page.check("input[value='card-applied']")
    page.select_option("#division", "130900")
    page.click("main button[type='submit']")
    code = page.text_content("#receipt")
    page.click("main a[href='/reports/']")
    page.fill("#code", code)
    page.click("main button[type='submit']")
    assert "Your report" in page.text_content("h1")
