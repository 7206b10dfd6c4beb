# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every code block of the documentation is run, or held against what reads it."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from mendsky.core.requests.sent import SentRequest, sent_lines
from mendsky.runtime.ports import free_port
from tests.docs.blocks import ROOT, blocks, pages
from tests.people import table
from tests.ports import own

SENT = SentRequest(
    at=datetime(2015, 4, 22, 2, tzinfo=UTC),
    system="https://enquiry.example.org:443",
    method="GET",
    target="/",
    status=200,
    length=512,
    probe="visit",
    purpose="sweep",
    grant="grant-1",
    address="192.0.2.80",
    failure="",
)
RUN_ELSEWHERE = {
    "make demo": "run by .ci/run",
    "make test": "run by .ci/run",
    "make check": "run by make test",
    "make docs": "held by tests/docs/test_generated.py",
    "set -a; . ./mendsky.env; set +a": "the run has its own home and mail server; the file is read below",
    "mendsky probe https://enquiry.example.org --grant grant.json": "needs a system: run by tests/real",
    "mendsky demo --story-file story.csv --json > figures.json": "by tests/stories/test_changed_story.py",
    "mendsky bench identity": "takes minutes and peers: run by make bench",
    "mendsky bench identity-people": "as above",
    "mendsky bench identity-quality": "as above",
    "mendsky bench watch": "as above",
    "mendsky bench due": "as above",
    "mendsky up --port 8000": "runs until stopped: run by tests/real",
}
"""Lines that are not run here, each with the reason."""
BUT_FOR_HOLIDAYS = "> doctor.txt || ! grep FAIL doctor.txt | grep -v 'holidays are known only to'"
"""The coming year's holidays are announced in November: until the pack has them, the doctor is right."""
READ_BY_PEOPLE = {"text": "what a command prints", "mermaid": "held by tests/docs/test_generated.py"}
ALL = blocks()


def of(language):
    chosen = [block for block in ALL if block.language == language]
    return pytest.mark.parametrize("block", chosen, ids=str)


def test_each_block_says_what_it_is_and_something_reads_it():
    known = {"sh", "json", "python", "toml", "ini", "nginx", *READ_BY_PEOPLE}
    assert {str(block) for block in ALL if block.language not in known} == set()


def test_each_line_that_is_run_elsewhere_stands_in_a_page():
    lines = {line for block in ALL if block.language == "sh" for line in block.text.splitlines()}
    assert set(RUN_ELSEWHERE) <= lines


@pytest.fixture(scope="module")
def mail_server():
    class Sink:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
            return "250 taken"

    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port("127.0.0.1", own(12525)))
    controller.start()
    yield f"127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture(scope="module")
def installation(tmp_path_factory, mail_server):
    """An installation with one release, a ticket and an export, in a folder that any page may stand in."""
    folder = tmp_path_factory.mktemp("docs")
    # As root the embedded server runs as another user, who must be able to pass.
    for part in (folder, folder.parent, folder.parent.parent):
        part.chmod(part.stat().st_mode | 0o011)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MENDSKY_")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "MENDSKY_HOME": str(folder / "home"),
        "MENDSKY_ORIGIN": "cert.example.org",
        "MENDSKY_SMTP": mail_server,
    }
    environment.pop("DATABASE_URL", None)
    files = folder / "files"
    files.mkdir()
    run("mendsky release -o release.json", files, environment)
    release = json.loads((files / "release.json").read_text())
    (files / "verifier.key").write_text(release["key"] + "\n")
    (files / "ticket.json").write_text(json.dumps(ticket(folder / "home")))
    (files / "people.csv").write_text(table(500))
    (files / "request-keys.json").write_text(json.dumps(request_keys(folder / "home")))
    (files / "request.txt").write_text(request(folder / "home"))
    (files / "requests.csv").write_text("".join(sent_lines([SENT])))
    (files / "access.log").write_text(
        '192.0.2.1 - - [22/Apr/2015:02:00:01 +0000] "GET / HTTP/1.1" 200 512 "-" "Mendsky/0.1.0"\n'
    )
    return environment, files


def ticket(home):
    from mendsky.keys import census
    from mendsky.keys.vault import Vault

    return census.ticket(
        Vault(home / "keys" / "vault.sqlite3"),
        series="people-1",
        ticket_id="ticket-1",
        subject="subject-1",
        birth_years=(1800, 1899),
        kinds=("cn-resident-id",),
        k=1024,
        expires=datetime.now(UTC) + timedelta(days=30),
        origin="cert.example.org",
    )


def request_keys(home):
    from mendsky.core.requests.published_keys import key_document
    from mendsky.keys.requests import request_key
    from mendsky.keys.vault import Vault

    return key_document(request_key(Vault(home / "keys" / "vault.sqlite3")))


def request(home):
    from mendsky.keys.requests import request_signer
    from mendsky.keys.vault import Vault

    sign = request_signer(Vault(home / "keys" / "vault.sqlite3"), "https://leaks.example")
    return "\n".join(
        ("GET / HTTP/1.1", "Host: enquiry.example.org", *sign("enquiry.example.org", 1_429_668_000))
    )


def run(script, folder, environment):
    done = subprocess.run(
        ["sh", "-eux", "-c", script],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
    return done


@pytest.mark.parametrize("page", sorted({block.page for block in ALL if block.language == "sh"}))
def test_the_commands_of_a_page_run_in_their_order(page, installation, tmp_path):
    environment, files = installation
    shutil.copytree(files, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".mendsky").mkdir()
    (tmp_path / ".mendsky" / "demo").symlink_to(environment["MENDSKY_HOME"])
    script = []
    for block in ALL:
        if block.page == page and block.language == "sh":
            script += [line for line in block.text.splitlines() if line not in RUN_ELSEWHERE]
        elif block.page == page and block.name and "/" not in block.name:
            (tmp_path / block.name).write_text(block.text)
    # A shell stops at a command that fails, but not at one that should have failed: `!` must too.
    script = [f"if {line[2:]}; then exit 9; fi" if line.startswith("! ") else line for line in script]
    script = [f"{line} {BUT_FOR_HOLIDAYS}" if "mendsky doctor" in line else line for line in script]
    run("\n".join(script), tmp_path, environment)


@of("json")
def test_a_directory_document_is_one(block, nation):
    from mendsky.apps.directory.reading import read

    wanted = read(json.loads(block.text), nation, synthetic=False)
    assert wanted.organisations
    assert wanted.systems
    assert wanted.contacts
    assert wanted.grants


@of("python")
def test_a_program_is_one(block):
    compile(block.text, str(block), "exec")


def test_the_probe_of_the_walk_passes_the_test_of_the_walk(tmp_path, monkeypatch):
    written = {Path(block.name).name: block for block in ALL if block.language == "python" and block.name}
    modules = {}
    for name, module in (
        ("open_export.py", "mendsky.core.probes.open_export"),
        ("test_open_export.py", "test_open_export"),
    ):
        path = tmp_path / name
        path.write_text(written[name].text)
        spec = importlib.util.spec_from_file_location(module, path)
        modules[name] = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, module, modules[name])
        spec.loader.exec_module(modules[name])
    tests = [
        value for name, value in vars(modules["test_open_export.py"]).items() if name.startswith("test_")
    ]
    assert len(tests) == 4
    for test in tests:
        test()


@of("toml")
def test_a_table_of_a_pack_has_the_keys_of_the_pack(block):
    pack = ROOT / "mendsky" / "nations" / "cn"
    files = [pack / "pack.toml", *pack.glob("texts.*.toml")]
    ours = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    for name, content in tomllib.loads(block.text).items():
        theirs = [one[name] for one in ours if isinstance(one.get(name), dict)]
        assert theirs, name
        if name == "clocks":
            assert content.keys() == theirs[0].keys()


@of("ini")
def test_settings_and_units_name_what_there_is(block):
    from mendsky.runtime.settings import VARIABLES

    if block.name == "mendsky.env":
        names = {line.partition("=")[0] for line in block.text.splitlines()}
        assert names <= set(VARIABLES)
        return
    assert block.name == "mendsky.service"
    unit = ConfigParser()
    unit.optionxform = str
    unit.read_string(block.text)
    assert re.fullmatch(r"/\S+/bin/mendsky up --port \d+", unit["Service"]["ExecStart"])


@of("nginx")
def test_nginx_takes_its_configuration(block, tmp_path):
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    openssl = shutil.which("openssl")
    if nginx is None or openssl is None:
        pytest.skip("nginx or openssl is not installed; .ci/run installs nginx")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=leaks.example",
         "-keyout", tmp_path / "leaks.key", "-out", tmp_path / "leaks.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = block.text.replace("/etc/ssl", str(tmp_path))
    text = text.replace("listen 443", f"listen 127.0.0.1:{free_port('127.0.0.1', own(14430))}")
    paths = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{paths}{text}}}\n"
    )
    checked = subprocess.run(
        [nginx, "-t", "-q", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_of_a_page_leads_somewhere(page):
    missing = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert missing == []


def test_the_page_of_the_architecture_names_every_folder_of_the_package():
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"^\| `mendsky/(\w+)/` \|", page, re.MULTILINE))
    folders = {path.parent.name for path in (ROOT / "mendsky").glob("*/__init__.py")}
    assert named == folders
    core = next(line for line in page.splitlines() if line.startswith("| `mendsky/core/`"))
    inner = {path.parent.name for path in (ROOT / "mendsky" / "core").glob("*/__init__.py")}
    assert set(re.findall(r"`(\w+)`", core)) == inner
