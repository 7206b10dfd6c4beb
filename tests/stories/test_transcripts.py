# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Written scenarios: each is played again and must come out as it stands.

`MENDSKY_WRITE_TRANSCRIPTS=1` writes down what came of them this time, to be read before it is kept.
"""

import os
from pathlib import Path

import pytest

from tests.apps.watch.conftest import Office
from tests.stories import transcript

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.fixture
def play(tmp_path, settings, monkeypatch, live_server, post_office):
    from mendsky.runtime import jobs
    from mendsky.runtime import settings as read_once

    settings.HOME = tmp_path
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    monkeypatch.setattr(read_once, "HOME", tmp_path)
    monkeypatch.setattr(read_once, "PUBLIC_URL", live_server.url)
    office = Office("127.77.4.1")
    office.open = False
    with jobs.draining(concurrency=1) as drain:
        yield transcript.Play(office=office, post_office=post_office, base=live_server.url, drain=drain).play
    office.close()


def test_there_are_thirty_scenarios():
    assert len(TRANSCRIPTS) >= 30


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_scenario_comes_out_as_it_is_written(play, path):
    written = transcript.read(path)
    played = play(written)
    if os.environ.get("MENDSKY_WRITE_TRANSCRIPTS"):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == written
