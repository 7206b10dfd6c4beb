# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real consoles before a real database, each open and closed."""

import shutil
from pathlib import Path

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.probing import Place
from tests.real.serving import HOST, visited

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
KIND = "open-console"
INSTALLED = Path("/usr/share/phpmyadmin")
PLACE = Place(group="/phpmyadmin/")
ROUTER = """<?php
if (file_exists($_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))) {
    return false;
}
http_response_code(404);
"""
"""Left to itself, PHP's server answers with the front page whatever is not there."""
TABLE = ("create database yibao;", "create table yibao.canbao (id int, xm text, sfzh text);")


@pytest.fixture
def phpmyadmin(servers, maria, tmp_path):
    """A copy of the installed phpMyAdmin with settings of its own, before a database of its own."""
    if not INSTALLED.is_dir():
        pytest.fail("phpMyAdmin is missing: apt-get install phpmyadmin php-cli")
    site = tmp_path / "site"
    copy = site / "phpmyadmin"
    shutil.copytree(INSTALLED, copy, ignore_dangling_symlinks=True)
    (site / "index.html").write_text("<p>made up</p>")
    for name in ("config.header.inc.php", "config.footer.inc.php"):
        (copy / name).unlink(missing_ok=True)
    (tmp_path / "kept").mkdir()
    router = tmp_path / "router.php"
    router.write_text(ROUTER)
    paths = copy / "libraries" / "vendor_config.php"
    text = paths.read_text().replace("'/etc/phpmyadmin/config.inc.php'", f"'{tmp_path}/settings.php'")
    paths.write_text(text.replace("'/var/lib/phpmyadmin/tmp/'", f"'{tmp_path}/kept/'"))

    def start(**server):
        told = {"host": HOST, "port": str(maria(*TABLE).port), **server}
        lines = [f"$cfg['Servers'][1]['{name}'] = '{value}';" for name, value in told.items()]
        lines += ["$cfg['Servers'][1]['AllowNoPassword'] = true;", f"$cfg['blowfish_secret'] = '{'x' * 32}';"]
        (tmp_path / "settings.php").write_text("<?php\n" + "\n".join(lines) + "\n")
        return servers.start(
            "php", "php-cli", lambda port: ["-S", f"{HOST}:{port}", "-t", str(site), str(router)]
        )

    return start


def look(server, places=()):
    return visited(server, "http", KIND, places=places, daily_budget=1000).observations[0]


def test_a_phpmyadmin_that_logs_in_by_itself_is_exposed(phpmyadmin):
    console = phpmyadmin(auth_type="config", user="root", password="")
    for places in ((), (PLACE,)):
        seen = look(console, places)
        assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE), seen


@pytest.mark.parametrize("asks", ["cookie", "http"])
def test_a_phpmyadmin_that_asks_for_a_login_is_clean(phpmyadmin, asks):
    console = phpmyadmin(auth_type=asks)
    for places in ((), (PLACE,)):
        seen = look(console, places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
