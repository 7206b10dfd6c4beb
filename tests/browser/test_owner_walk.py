# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's way in a browser: the letter's link, the claim, the retest, "verified".

A real listing of made-up people on loopback is found by a real sweep; the letter comes over SMTP.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from mendsky.runtime.ports import free_port
from tests.ports import own

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "127.77.6.1"
KIND = "directory-listing"


@contextlib.contextmanager
def site(condition, port):
    """Run one counterpart of the lab at a fixed port, as the same site before or after its repair."""
    command = [sys.executable, "-m", "mendsky.lab.counterpart", KIND, condition]
    command += ["--address", ADDRESS, "--port", str(port), "--seed", "7"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())["origin"]
        finally:
            process.stdin.close()
            process.wait()


def directory(origin):
    return {
        "organisations": [
            {"key": "office", "name": {"zh-Hans": "某县社保局", "en": "Office of a county"}, "kind": "owner",
             "division": "330122", "sector": "social-security"},
        ],
        "systems": [
            {"key": "site", "organisation": "office", "origin": origin, "sector": "social-security",
             "name": {"zh-Hans": "参保查询", "en": "Insurance enquiry"}, "division": "330122"},
        ],
        "contacts": [{"organisation": "office", "email": "head@lab.test", "language": "zh-Hans"}],
        "grants": [
            {"id": "G", "version": 1, "signed_by": "Office", "legal_basis": "order 1", "origins": [origin],
             "networks": [f"{ADDRESS}/32"], "paths": ["/"], "excluded_paths": [], "classes": [0, 1, 2],
             "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"}, "rate": 500,
             "daily_budget": 5000, "test_identities": [], "sample_records": 20, "birth_years": [1800, 1899],
             "valid_from": "2015-01-01T00:00:00+08:00", "expires": "2016-01-01T00:00:00+08:00",
             "revoked_at": None, "synthetic": True},
        ],
    }  # fmt: skip


@pytest.fixture
def settled(synthetic_home, monday):
    """Give a function that moves the domain clock and lets everything that is due happen."""
    from mendsky.runtime import clocks, installation, jobs

    installation.claim(synthetic=True)
    clocks.move_to(monday)

    def settle(later=timedelta(0)):
        clocks.move_to(clocks.now() + later)
        jobs.run_due()
        while jobs.drain():
            jobs.run_due()

    return settle


@pytest.fixture
def synthetic_home(tmp_path, settings, monkeypatch, live_server):
    from mendsky.runtime import settings as read_once

    settings.HOME = tmp_path
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    monkeypatch.setattr(read_once, "HOME", tmp_path)
    monkeypatch.setattr(read_once, "PUBLIC_URL", live_server.url)
    return tmp_path


@pytest.fixture
def chromium(monkeypatch):
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's loop runs in this thread, where Django would refuse to end the test.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def elsewhere(work, *arguments):
    """Run what needs a database or a loop of its own outside Playwright's thread; gives its result."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(work, *arguments).result()
        finally:
            pool.submit(connections.close_all).result()


def state():
    from mendsky.apps.cases import queries

    return elsewhere(lambda: queries.cases()[0].state)


def test_link_claim_retest_verified(settled, post_office, monday, nation, chromium):
    from mendsky.apps.directory import services
    from mendsky.core.terms.cases import State

    port = free_port(ADDRESS, own(18800))
    with site("vulnerable", port) as origin:
        elsewhere(lambda: services.import_document(directory(origin), now=monday, synthetic=True))
        elsewhere(settled)
        assert post_office.letters == []
        elsewhere(settled, nation.clocks.confirm_after)
    (letter,) = post_office.letters
    link = re.search(r"https?://\S+/o/\S+/", letter.get_body(("plain",)).get_content()).group()

    with site("repaired", port):
        page = chromium.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page.goto(link)
        assert state() is State.NOTIFIED
        page.click('button[value="claim"]')
        assert state() is State.CLAIMED
        assert page.locator('meta[http-equiv="refresh"]').count() == 1
        elsewhere(settled)
        elsewhere(settled, nation.clocks.retest_spacing)
        page.goto(link)
        assert page.locator('[data-state="repaired"]').count() == 1
        assert page.locator('button[value="claim"]').count() == 0
        assert nation.texts["zh-Hans"]["page.owner.verified"] in page.inner_text("h1")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert state() is State.REPAIRED
