# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real use without the lab: a real nginx with an open listing, from finding to verified repair.

The steps are those of `docs/how-to/run-for-real.md`; only the clocks of the nation pack are shorter.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from mendsky.runtime.ports import free_port
from tests.people import table

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HOST = "127.0.0.1"


class Sink:
    """Keep the messages that a real SMTP server takes."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 kept"


@pytest.fixture
def mail():
    sink = Sink()
    controller = Controller(sink, hostname=HOST, port=free_port(HOST, 12025))
    controller.start()
    yield sink, controller.port
    controller.stop()


class Nginx:
    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port
        (folder / "site" / "data").mkdir(parents=True)
        (folder / "site" / "index.html").write_text('<a href="/data/">下载</a>')
        (folder / "site" / "data" / "people.csv").write_text(table(500))
        self.process = None

    def configure(self, *, listing: bool) -> None:
        f = self.folder
        guard = "autoindex on;" if listing else "deny all;"
        (f / "nginx.conf").write_text(
            f"pid {f}/nginx.pid; error_log {f}/error.log; daemon off; worker_processes 1;\n"
            "events { worker_connections 64; }\n"
            f"http {{ access_log {f}/access.log; client_body_temp_path {f}/b; proxy_temp_path {f}/p;\n"
            f" fastcgi_temp_path {f}/f; uwsgi_temp_path {f}/u; scgi_temp_path {f}/s;\n"
            " types { text/html html; text/csv csv; }\n"
            f" server {{ listen {HOST}:{self.port}; root {f}/site;\n"
            f"  location /data/ {{ {guard} }} }} }}\n"
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        )
        wait_for(lambda: answers(f"http://{HOST}:{self.port}/"), "nginx answers")

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)
        wait_for(lambda: not answers(f"http://{HOST}:{self.port}/data/"), "the listing is closed")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


@pytest.fixture
def nginx(tmp_path):
    if not Path(NGINX).exists():
        pytest.fail("nginx is missing: apt-get install nginx-light")
    tmp_path.chmod(0o755)
    folder = tmp_path / "nginx"
    folder.mkdir()
    for part in (tmp_path, *tmp_path.parents):
        if part.stat().st_mode & 0o005 != 0o005 and part.stat().st_uid == os.getuid():
            part.chmod(part.stat().st_mode | 0o055)
    server = Nginx(folder, free_port(HOST, 18080))
    server.configure(listing=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def pack(tmp_path):
    """Copy the nation pack with clocks of seconds."""
    import mendsky.nations

    folder = tmp_path / "packs" / "cn"
    shutil.copytree(Path(mendsky.nations.__file__).parent / "cn", folder)
    text = (folder / "pack.toml").read_text()
    for name in ("confirm_after", "retest_spacing"):
        text, changed = re.subn(rf"(?m)^{name}_minutes\s*=.*$", f"{name}_minutes = 0.07", text)
        assert changed == 1, name
    (folder / "pack.toml").write_text(text)
    return folder.parent


@pytest.fixture
def environment(tmp_path, mail, pack):
    return {
        **os.environ,
        "MENDSKY_HOME": str(tmp_path / "home"),
        "MENDSKY_PACKS": str(pack),
        "MENDSKY_ORIGIN": "cert.example",
        "MENDSKY_SMTP": f"{HOST}:{mail[1]}",
        "MENDSKY_MAIL_FROM": "Mendsky <mendsky@cert.example>",
    }


def mendsky(*arguments, environment, text=None, check=True):
    done = subprocess.run(
        [sys.executable, "-m", "mendsky.cli", *arguments],
        env=environment, input=text, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if check:
        assert done.returncode == 0, done.stderr
    return done


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


def wait_for(condition, what: str, seconds: float = 120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.5)
    pytest.fail(f"waited {seconds:.0f} s in vain: {what}")


def directory(port: int) -> dict:
    now = datetime.now(UTC)
    return {
        "organisations": [
            {"key": "bureau", "name": {"zh-Hans": "某县社保局", "en": "Bureau of a county"},
             "kind": "owner", "division": "330102", "sector": "social-security"},
        ],
        "systems": [
            {"key": "portal", "organisation": "bureau", "origin": f"http://{HOST}:{port}",
             "name": {"zh-Hans": "参保查询", "en": "Insurance enquiry"},
             "sector": "social-security", "division": "330102"},
        ],
        "contacts": [{"organisation": "bureau", "email": "head@bureau.example", "language": "zh-Hans"}],
        "grants": [grant(port, now)],
    }  # fmt: skip


def grant(port: int, now: datetime) -> dict:
    return {
        "id": "G-1", "version": 1, "signed_by": "Bureau of a county", "legal_basis": "order 1",
        "origins": [f"http://{HOST}:{port}"], "networks": [f"{HOST}/32"],
        "paths": ["/"], "excluded_paths": [],
        "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
        "classes": [0, 1, 2, 3], "rate": 50, "daily_budget": 5000, "test_identities": [],
        "sample_records": 20, "birth_years": [1800, 1899],
        "valid_from": (now - timedelta(days=1)).isoformat(),
        "expires": (now + timedelta(days=30)).isoformat(), "revoked_at": None, "synthetic": False,
    }  # fmt: skip


class Owner:
    """A person with a browser without script."""

    def __init__(self, link: str):
        self.link = link
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def page(self) -> str:
        return self.browser.open(self.link, timeout=20).read().decode()

    def press(self, action: str) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page()).group(1)
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "action": action}).encode()
        request = urllib.request.Request(self.link, data=form, headers={"Referer": self.link})
        self.browser.open(request, timeout=20).read()


def probe(nginx, grant_file, environment) -> dict:
    url = f"http://{HOST}:{nginx.port}"
    return json.loads(
        mendsky("probe", url, "--grant", str(grant_file), "--json", environment=environment).stdout
    )


def answer_of(outcome: dict, probe: str) -> dict:
    return next(row for row in outcome["observations"] if row["probe"] == probe)


def test_a_real_listing_is_found_told_closed_and_verified(tmp_path, nginx, mail, environment):
    sink, _ = mail
    port = free_port(HOST, 18500)
    document = tmp_path / "directory.json"
    document.write_text(json.dumps(directory(nginx.port)))
    grant_file = tmp_path / "grant.json"
    grant_file.write_text(json.dumps(grant(nginx.port, datetime.now(UTC))))
    up = subprocess.Popen(
        [sys.executable, "-m", "mendsky.cli", "up", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: answers(f"http://{HOST}:{port}/"), "the portal answers")
        mendsky("user", "add", "head@cert.example", "--role", "administrator", "--password-file", "-",
                environment=environment, text="a long enough password\n")  # fmt: skip
        mendsky("import", str(document), environment=environment)

        asked = probe(nginx, grant_file, environment)
        assert answer_of(asked, "directory-listing")["answer"] == "exposed"
        assert answer_of(asked, "directory-listing")["place"] == "/data/"

        _, letter = wait_for(lambda: sink.messages and sink.messages[0], "the letter arrives", 240)
        body = letter.get_body(("plain",)).get_content()
        owner = Owner(re.search(r"https?://\S+/o/\S+/", body).group())

        nginx.configure(listing=False)
        nginx.reload()
        owner.press("claim")
        wait_for(lambda: 'data-state="repaired"' in owner.page(), "the retest verifies the repair", 240)

        file = str(tmp_path / "release.json")
        made = json.loads(mendsky("release", "--json", "-o", file, environment=environment).stdout)
        assert (made["loopholes"], made["repaired"]["verified"], made["open"]) == (1, 1, 0)
        assert made["records"]["low"] <= 500 <= made["records"]["high"]
        key = tmp_path / "verifier.key"
        key.write_text(
            urllib.request.urlopen(f"http://{HOST}:{port}/releases/key", timeout=20).read().decode()
        )
        verdict = json.loads(mendsky("verify", file, "--key", str(key), "--json",
                                     environment=environment).stdout)  # fmt: skip
        assert verdict["ok"], verdict["differences"]

        nginx.stop()
        stopped = probe(nginx, grant_file, environment)
        assert {(row["answer"], row["cause"]) for row in stopped["observations"]} == {
            ("undetermined", "no-answer")
        }

        audit = json.loads(mendsky("self-audit", "--json", environment=environment).stdout)
        assert audit["ok"], audit["hits"]
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)


def test_a_database_of_the_demo_is_refused(environment):
    marked = subprocess.run(
        [sys.executable, "-c",
         "import django; django.setup()\n"
         "from mendsky.runtime import database, installation\n"
         "database.prepare(); installation.claim(synthetic=True)"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings"}, check=False,
    )  # fmt: skip
    assert marked.returncode == 0
    refused = mendsky("up", "--port", str(free_port(HOST, 18600)), environment=environment, check=False)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "made for the demo" in refused.stderr
