# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real Chromium before a real server: one for the tests of a file, a fresh profile for each."""

import os
import shutil

import pytest

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    from mendsky.runtime import settings as read_once

    settings.HOME = tmp_path
    monkeypatch.setattr(read_once, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def published_world(transactional_db, live_server, nation, monday, home):
    """Publish a release of three offices' cases; gives the world, the release, and the server's address."""
    from django.db import transaction

    from mendsky.apps.publication import services
    from mendsky.runtime import clocks, installation
    from tests.published import build

    installation.claim(synthetic=True)
    clocks.move_to(monday)
    with transaction.atomic():
        world = build(nation, monday)
    release = services.release(monday)
    return world, release, live_server.url


@pytest.fixture(scope="module")
def browser():
    """Drive the system's Chromium; whatever it asks for elsewhere would be refused by its arguments."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, where Django would refuse to work for the next test.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def look(browser, published_world):
    """Open pages in a language, width and scheme; notes whatever the browser complains of."""
    address = published_world[2]
    complaints, opened = [], []

    def refused(request):
        # A page that is left before its pictures came has refused nothing.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(request.url)

    def look(language="en", width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", refused)
        page.goto(address)
        page.evaluate("document.fonts.ready")
        return page

    yield look
    noted = tuple(complaints)
    for context in opened:
        context.close()
    assert noted == ()
