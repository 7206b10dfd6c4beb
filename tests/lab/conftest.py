# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labs and counterparts as processes, and what speaks to them."""

import http.client
import json
import smtplib
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from email.message import EmailMessage

import pytest


class RunningLab:
    """One lab process and its door."""

    def __init__(self, process, ready):
        self.process = process
        self.ready = ready

    def get(self, path):
        with urllib.request.urlopen(self.ready["door"] + path, timeout=30) as answer:
            return json.load(answer)

    def post(self, path, document):
        """Give status and document, errors too."""
        host = self.ready["door"].removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=60)
        try:
            connection.request("POST", path, body=json.dumps(document))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def contacts(self):
        """Give every organisation's mailbox."""
        return {row["organisation"]: row["email"] for row in self.get("/inventory")["contacts"]}

    def send(self, to, *, subject="通知", text="请查看 http://127.0.0.1:9/o/abc/"):
        """Send a letter by SMTP, with a plain and an HTML part."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "watch@mendsky.test", to, subject
        letter.set_content(text)
        letter.add_alternative(f"<p>{text}</p>", subtype="html")
        host, _, port = self.ready["smtp"].partition(":")
        with smtplib.SMTP(host, int(port), timeout=10) as client:
            client.send_message(letter)


@contextmanager
def started(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@contextmanager
def running_lab(*arguments):
    with started("mendsky.lab", "--network", "auto:tests of the lab", *arguments) as (process, ready):
        yield RunningLab(process, ready)


@pytest.fixture(scope="module")
def lab():
    """The lab of the small story, shared by the tests of one file."""
    with running_lab("--silence", "0.2") as running:
        yield running


@pytest.fixture
def own_lab():
    """A lab of the small story for one test alone."""
    with running_lab("--silence", "0.2") as running:
        yield running


@pytest.fixture
def counterpart():
    """Start counterparts alone; give what they print."""
    opened = []

    def start(kind, name, *arguments):
        context = started("mendsky.lab.counterpart", kind, name, "--address", "127.19.3.1", *arguments)
        _, ready = context.__enter__()
        opened.append(context)
        return ready

    yield start
    for context in opened:
        context.__exit__(None, None, None)
