# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mendsky.runtime.ports import free_port
from tests.real.serving import HOST, Servers

PHPMYADMIN = Path("/usr/share/phpmyadmin")
ROUTER = """<?php
if (file_exists($_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))) {
    return false;
}
http_response_code(404);
"""
"""Left to itself, PHP's server answers with the front page whatever is not there."""
TABLE = ("create database yibao;", "create table yibao.canbao (id int, xm text, sfzh text);")


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


@pytest.fixture
def phpmyadmin(servers, maria, tmp_path):
    """A copy of the installed phpMyAdmin with settings of its own, before a database of its own."""
    if not PHPMYADMIN.is_dir():
        pytest.fail("phpMyAdmin is missing: apt-get install phpmyadmin php-cli")
    site = tmp_path / "site"
    copy = site / "phpmyadmin"
    shutil.copytree(PHPMYADMIN, copy, ignore_dangling_symlinks=True)
    (site / "index.html").write_text("<p>made up</p>")
    for name in ("config.header.inc.php", "config.footer.inc.php"):
        (copy / name).unlink(missing_ok=True)
    (tmp_path / "kept").mkdir()
    router = tmp_path / "router.php"
    router.write_text(ROUTER)
    paths = copy / "libraries" / "vendor_config.php"
    text = paths.read_text().replace("'/etc/phpmyadmin/config.inc.php'", f"'{tmp_path}/settings.php'")
    paths.write_text(text.replace("'/var/lib/phpmyadmin/tmp/'", f"'{tmp_path}/kept/'"))

    def start(*statements, empty=True, **server):
        told = {"host": HOST, "port": str(maria(*TABLE, *statements).port), **server}
        lines = [f"$cfg['Servers'][1]['{name}'] = '{value}';" for name, value in told.items()]
        lines += [
            f"$cfg['Servers'][1]['AllowNoPassword'] = {str(empty).lower()};",
            f"$cfg['blowfish_secret'] = '{'x' * 32}';",
        ]
        (tmp_path / "settings.php").write_text("<?php\n" + "\n".join(lines) + "\n")
        return servers.start(
            "php", "php-cli", lambda port: ["-S", f"{HOST}:{port}", "-t", str(site), str(router)]
        )

    return start
