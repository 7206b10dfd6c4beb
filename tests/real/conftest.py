# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import shutil
import subprocess

import pytest

from tests.real.serving import HOST, Servers


@pytest.fixture
def servers(tmp_path):
    running = Servers(tmp_path)
    yield running
    running.stop()


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
