# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky probe` and `mendsky sweep`: what they say, and that nothing is sent without a grant."""

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mendsky.core import probes
from mendsky.core.requests.published_keys import key_document, read_keys
from mendsky.keys.requests import request_key
from mendsky.keys.vault import Vault
from mendsky.verify.request import verify_request
from tests.cli.conftest import say
from tests.published import document

HOST = "127.77.6.2"
LOGINS = {entry.spec.kind for entry in probes.asking("http://any.example:80") if entry.spec.probe_class == 3}
KINDS = {entry.spec.kind for entry in probes.asking("http://any.example:80")}


@pytest.fixture
def listener():
    """Give a socket that accepts and counts."""
    with socket.create_server((HOST, 0)) as server:
        server.settimeout(0.2)
        yield server


def connections(listener):
    """Count who has connected."""
    number = 0
    while True:
        try:
            listener.accept()[0].close()
        except TimeoutError:
            return number
        number += 1


def origin_of(listener):
    return f"http://{HOST}:{listener.getsockname()[1]}"


@pytest.fixture
def grant(tmp_path):
    """Give the function that writes a grant over one origin, valid now."""

    def write(origin, **changes):
        now = datetime.now(UTC)
        fields = document(1)["grants"][0] | {
            "origins": [origin],
            "networks": [f"{HOST}/32"],
            "rate": 200,
            "classes": [0, 1, 2],
            "valid_from": (now - timedelta(days=1)).isoformat(),
            "expires": (now + timedelta(days=1)).isoformat(),
            "synthetic": False,
        }
        path = tmp_path / "grant.json"
        path.write_text(json.dumps(fields | changes))
        return path

    return write


class Plain(BaseHTTPRequestHandler):
    heads = []

    def do_GET(self):
        self.heads.append(str(self.headers))
        found = self.path == "/"
        body = b"<p>nothing to see</p>" if found else b"none"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def sound():
    """Give the origin of a server with one plain page."""
    Plain.heads.clear()
    with ThreadingHTTPServer((HOST, 0), Plain) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "changes",
    [
        {"origins": ["http://yb.lab.test:8080"]},
        {"networks": ["127.77.6.3/32"]},
        {"expires": "2015-01-02T00:00:00Z", "valid_from": "2015-01-01T00:00:00Z"},
        {"revoked_at": "2015-01-02T00:00:00Z"},
        {"paths": ["/nothing-else/"]},
    ],
)
def test_without_a_grant_that_covers_nothing_is_sent_and_nothing_is_known(bare, listener, grant, changes):
    said = bare("probe", origin_of(listener), "--grant", grant(origin_of(listener), **changes), "--json")
    assert (said.status, said.err) == (0, "")
    assert {row["probe"] for row in said.json["observations"]} == KINDS
    assert {(row["answer"], row["cause"], row["requests"]) for row in said.json["observations"]} == {
        ("undetermined", "not-granted", 0)
    }
    assert connections(listener) == 0


@pytest.mark.parametrize(
    ("url", "spoil", "says"),
    [
        ("ftp://yb.lab.test", "{}", "grant"),
        ("nowhere", None, "http"),
        ("http://yb.lab.test:8080", "{}", "grant"),
        ("http://yb.lab.test:8080", "[]", "JSON object"),
        ("http://yb.lab.test:8080", "", "not JSON"),
    ],
)
def test_a_wrong_address_or_grant_is_refused(bare, grant, url, spoil, says):
    path = grant("http://yb.lab.test:8080")
    if spoil is not None:
        path.write_text(spoil)
    assert says in bare("probe", url, "--grant", path).is_refused()


def test_without_a_grant_no_probe_can_be_asked_for(bare, listener):
    assert "--grant" in bare("probe", origin_of(listener)).is_refused()
    assert connections(listener) == 0


def test_a_sound_system_is_said_to_be_sound(bare, sound, grant):
    said = bare("probe", sound, "--grant", grant(sound), "--json")
    assert (said.status, said.err) == (0, "")
    assert said.json["system"] == sound
    told = {row["probe"]: (row["answer"], row["cause"]) for row in said.json["observations"]}
    assert {told.pop(kind) for kind in LOGINS} == {("undetermined", "not-granted")}
    assert set(told.values()) == {("not-exposed", None)}, said.json
    assert sum(row["requests"] for row in said.json["observations"]) > 0
    noted = {note["kind"]: note["stands"] for note in said.json["information"]}
    assert noted == {
        "no-tls": True,
        "login-without-tls": False,
        "no-security-txt": True,
        "security-txt-expired": False,
    }


def test_what_exposes_nobody_is_a_line_for_people(bare, sound, grant):
    lines = bare("probe", sound, "--grant", grant(sound)).out.splitlines()
    assert lines[-2:] == ["information: no-tls", "information: no-security-txt"]


def test_a_probe_is_signed_where_there_is_a_vault_and_not_where_there_is_none(sound, grant, tmp_path, bare):
    assert bare("probe", sound, "--grant", grant(sound), "--json").status == 0
    assert not any("Signature" in head for head in Plain.heads)
    Plain.heads.clear()
    vault = Vault(tmp_path / "home" / "keys" / "vault.sqlite3")
    keys = read_keys(key_document(request_key(vault)))
    assert say("probe", sound, "--grant", grant(sound), home=tmp_path / "home").status == 0
    assert Plain.heads
    assert all(verify_request(head, keys, datetime.now(UTC)).ok for head in Plain.heads)


def test_for_people_each_observation_is_a_line(bare, listener, grant):
    address = origin_of(listener)
    listener.close()
    said = bare("probe", address, "--grant", grant(address))
    assert (said.status, said.err) == (0, "")
    lines = {line.split()[0]: line for line in said.out.splitlines()}
    assert set(lines) == KINDS
    assert all("undetermined" in lines[kind] and "no-answer" in lines[kind] for kind in KINDS - LOGINS)


def test_with_a_grant_for_it_passwords_are_tried_and_counted_in_the_home_folder(mendsky, sound, grant):
    said = mendsky("probe", sound, "--grant", grant(sound, classes=[0, 1, 2, 3]), "--json")
    assert (said.status, said.err) == (0, "")
    told = {row["probe"]: (row["answer"], row["cause"]) for row in said.json["observations"]}
    # It needs two test accounts, of which this grant names none.
    assert told.pop("object-references") == ("undetermined", "not-granted")
    assert set(told.values()) == {("not-exposed", None)}, said.json


def test_a_sweep_of_a_directory_looks_at_what_is_due_once(mendsky, home, sound, grant, tmp_path):
    empty = mendsky("sweep", "--json")
    assert (empty.status, empty.err) == (0, "")
    assert empty.json == {"in_scope": 0, "covered": 0, "undetermined": 0}

    made = document(1)
    made["systems"][0]["origin"] = sound
    made["grants"] = [json.loads(grant(sound).read_text())]
    path = tmp_path / "directory.json"
    path.write_text(json.dumps(made))
    assert mendsky("import", path).status == 0

    assert mendsky("sweep").out == "1 of 1 systems covered, 0 undetermined\n"
    assert say("sweep", "--json", home=home).json == {"in_scope": 1, "covered": 1, "undetermined": 0}
