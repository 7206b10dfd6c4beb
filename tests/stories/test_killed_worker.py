# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker is killed while it visits a system: what it sent is kept, and another does its work, once."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cli.conftest import environment_of, say
from tests.published import document

pytestmark = [pytest.mark.deep, pytest.mark.timeout(600)]
HOST = "127.77.6.9"
TOLD = """
import django, json; django.setup()
from mendsky.apps.watch.models import LastAnswer, SentRequests, SystemRun
from procrastinate.contrib.django.models import ProcrastinateJob
jobs = ProcrastinateJob.objects.filter(task_name__endswith="sweep_bucket").order_by("id")
print(json.dumps({
    "runs": list(SystemRun.objects.values_list("purpose", flat=True)),
    "answers": [len(run.answers) for run in SystemRun.objects.all()],
    "last": LastAnswer.objects.count(),
    "logged": [len(row.lines.splitlines()) for row in SentRequests.objects.all()],
    "jobs": list(jobs.values_list("status", "attempts")),
}))
"""


@pytest.fixture
def slow():
    """A site whose pages take half a second, and what it was asked."""

    class Slow(BaseHTTPRequestHandler):
        asked = []

        def do_GET(self):
            self.asked.append(self.path)
            time.sleep(0.5)
            body = b"<p>nothing to see</p>" if self.path == "/" else b"none"
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer((HOST, 0), Slow) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        Slow.origin = f"http://{HOST}:{server.server_port}"
        yield Slow
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def worker(home):
    process = subprocess.Popen(
        [sys.executable, "-m", "mendsky.cli", "worker"],
        env={**environment_of(home), "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - a text is asked for
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def told(home):
    environment = {**environment_of(home), "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings"}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_what_a_killed_worker_was_at_is_done_by_another_and_all_that_was_sent_is_logged(slow, tmp_path):
    home, now = tmp_path / "home", datetime.now(UTC)
    directory = document(1)
    directory["systems"][0]["origin"] = slow.origin
    directory["grants"][0] |= {
        "origins": [slow.origin],
        "networks": [f"{HOST}/32"],
        "rate": 200,
        "valid_from": (now - timedelta(days=1)).isoformat(),
        "expires": (now + timedelta(days=1)).isoformat(),
        "synthetic": False,
    }
    (tmp_path / "directory.json").write_text(json.dumps(directory))
    assert say("import", tmp_path / "directory.json", home=home).status == 0
    with worker(home) as first:
        deadline = time.monotonic() + 120
        while len(slow.asked) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        first.kill()
    before = len(slow.asked)
    assert before >= 3
    assert told(home)["runs"] == []
    with worker(home):
        # Until the killed worker's heart has not beaten for two minutes, its work is its own.
        deadline = time.monotonic() + 400
        while len(told(home)["runs"]) < 2 and time.monotonic() < deadline:
            time.sleep(5)
        time.sleep(10)
        found = told(home)
    assert sorted(found["runs"]) == ["broken-off", "sweep"]
    assert found["jobs"] == [["succeeded", 2]]
    assert found["last"] == max(found["answers"]) > min(found["answers"]) == 0
    # One may have been about to be sent.
    assert sum(found["logged"]) - len(slow.asked) in {0, 1}
    assert sum(found["logged"]) - max(found["logged"]) - before in {0, 1}
