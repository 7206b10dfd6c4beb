# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import shutil
import subprocess

import pytest

from mendsky.runtime.ports import free_port
from tests.real.serving import HOST, Servers


@pytest.fixture
def servers(tmp_path):
    running = Servers(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def self_signed(tmp_path):
    """A key, and a certificate that vouches for itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=made-up"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return key, certificate


@pytest.fixture
def redis_within_tls(servers, self_signed, tmp_path):
    """A store that was filled without TLS, and is looked at within it, where it asks nobody who it is."""

    def start(*lines):
        key, certificate = self_signed
        within = free_port(HOST, 19400)
        plain = ["--bind", HOST, "--save", "", "--dir", str(tmp_path), "--tls-port", str(within)]
        tls = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate]
        server = servers.start(
            "redis-server",
            "redis-server",
            lambda port: ["--port", str(port), *plain, *map(str, tls), "--tls-auth-clients", "no"],
        )
        server.say(*lines, ends=b"\r\n")
        server.port = within
        return server

    return start


@pytest.fixture(scope="session")
def maria_made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maria") / "made"
    program = shutil.which("mariadb-install-db")
    if program is None:
        pytest.fail("MariaDB is missing: apt-get install mariadb-server")
    subprocess.run(
        [program, "--no-defaults", f"--datadir={folder}", "--auth-root-authentication-method=normal",
         "--skip-test-db", *_as_root()],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def _as_root():
    return ["--user=root"] if os.geteuid() == 0 else []


@pytest.fixture
def maria(servers, maria_made, tmp_path):
    def start(*statements, options=()):
        folder = tmp_path / "maria"
        shutil.copytree(maria_made, folder)
        script = tmp_path / "begin.sql"
        script.write_text("".join(f"{line}\n" for line in statements))
        plain = [
            f"--datadir={folder}",
            f"--bind-address={HOST}",
            f"--socket={tmp_path}/s",
            f"--init-file={script}",
        ]
        return servers.start(
            "mariadbd", "mariadb-server",
            lambda port: ["--no-defaults", *plain, *_as_root(), f"--port={port}", *options],
        )  # fmt: skip

    return start
