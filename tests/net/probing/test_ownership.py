# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import ssl
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest

from mendsky.core.rules.ownership import PATH, line
from mendsky.core.terms.grants import Basis, ProofMethod
from mendsky.net.probing.ownership import Looking, look
from tests.names import name_server
from tests.probing import NOON, grant_for

HOST, ADDRESS, TOKEN = "yb.lab.test", "127.61.9.7", "abcdefgh"


@pytest.fixture
def owner(certificate):
    """An owner's web server over TLS: what its well-known file says, and what it was asked."""

    class Owner(BaseHTTPRequestHandler):
        says, asked, signed = "", [], []

        def do_GET(self):
            self.asked.append(self.path)
            self.signed.append((self.headers["Host"], self.headers["Signature"]))
            body = self.says.encode()
            self.send_response(200 if body and self.path == PATH else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((ADDRESS, 0), Owner)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server.handle_error = lambda *_: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    Owner.origin = f"https://{HOST}:{server.server_port}"
    yield Owner
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def texts():
    return {}


@pytest.fixture
def looking(certificate, texts):
    with name_server({HOST: [ADDRESS]}, texts) as resolver:
        yield Looking(
            now=lambda: NOON,
            resolver=resolver,
            synthetic=True,
            user_agent="mendsky-test",
            timeout=3.0,
            ca_file=str(certificate / "cert.pem"),
        )


def consent(origin, **changes):
    return grant_for(origin, basis=Basis.CONSENT, **changes)


def test_a_record_below_the_name_proves_it_and_nothing_else_is_asked(looking, owner, texts):
    texts[f"_mendsky.{HOST}"] = ["v=spf1 -all", line(TOKEN)]
    assert look(looking, consent(owner.origin), owner.origin, TOKEN) is ProofMethod.DNS
    assert owner.asked == []


def test_a_file_over_tls_proves_it(looking, owner):
    owner.says = f"made-up\n{line(TOKEN)}\n"
    assert look(looking, consent(owner.origin), owner.origin, TOKEN) is ProofMethod.WELL_KNOWN
    assert owner.asked == [PATH]


def test_the_look_is_signed_for_the_host_like_every_request(looking, owner):
    signed = replace(looking, signer=lambda authority, _: (f"Signature: for {authority}",))
    look(signed, consent(owner.origin), owner.origin, TOKEN)
    authority = owner.origin.removeprefix("https://")
    assert owner.signed == [(authority, f"for {authority}")]


def test_the_token_of_another_grant_proves_nothing(looking, owner, texts):
    texts[f"_mendsky.{HOST}"] = [line("another")]
    owner.says = line("another")
    assert look(looking, consent(owner.origin), owner.origin, TOKEN) is None
    assert owner.asked == [PATH]


@pytest.mark.parametrize(
    "changes", [{"revoked_at": NOON}, {"networks": (ip_network("127.61.9.8/32"),)}, {"networks": ()}]
)
def test_nothing_is_fetched_against_the_grant(looking, owner, changes):
    owner.says = line(TOKEN)
    assert look(looking, consent(owner.origin, **changes), owner.origin, TOKEN) is None
    assert owner.asked == []


def test_a_file_from_whoever_nobody_vouches_for_proves_nothing(looking, owner):
    owner.says = line(TOKEN)
    assert look(replace(looking, ca_file=None), consent(owner.origin), owner.origin, TOKEN) is None


def test_a_page_without_tls_proves_nothing(looking, listen, says, written):
    plain = listen(says(written(line(TOKEN))), ADDRESS)
    origin = f"http://{HOST}:{plain.port}"
    assert look(looking, consent(origin), origin, TOKEN) is None
    assert plain.connections == 0
