# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real consoles, each with the password it was shipped with and a strong one, asked at its own login."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Place
from mendsky.runtime.ports import free_port
from tests.probing import tries_at
from tests.real.conftest import ROUTER
from tests.real.serving import HOST, answering, visited

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
KIND = "weak-console-password"
STRONG = "made-up-Qx8-and-long"


def tried(server, *accounts, credentials=(), places=()):
    """Try the passwords of a grant, or those shipped; gives what was seen and the whole outcome."""
    outcome = visited(
        server,
        "http",
        KIND,
        places=places,
        classes=frozenset({0, 3}),
        accounts=accounts,
        visit={
            "tries": tries_at(f"http://{HOST}:{server.port}", *accounts),
            "credentials": {KIND: credentials} if credentials else {},
        },
    )
    assert max(outcome.tried.values(), default=0) <= 3
    return outcome.observations[0], outcome


def is_weak(server, path, account, password):
    """Hold that a pair is found, kept, and let in again as the one try of a retest."""
    place, pair = Place(group=path), Credential(account=account, password=password)
    seen, outcome = tried(server)
    assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, place), seen
    assert outcome.credentials == {KIND: (pair,)}
    again, outcome = tried(server, credentials=(pair,), places=(place,))
    assert (again.answer, again.place) == (Answer.EXPOSED, place), again
    assert list(outcome.tried.values()) == [1]
    return outcome


def is_sound(server, path, account, password):
    """Hold that nobody is let in, with what is shipped, what a grant names, or what worked before."""
    pair = Credential(account=account, password=password)
    named = Account(name="office", passwords=("spring", "summer"))
    for accounts, worked in (((), ()), ((named,), ()), ((), (pair,))):
        places = (Place(group=path),) if worked else ()
        seen, outcome = tried(server, *accounts, credentials=worked, places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
        assert outcome.tried


def root(password):
    return f"alter user root@localhost identified by '{password}';"


@pytest.mark.parametrize("password", ["", "root"])
def test_a_phpmyadmin_before_a_database_with_the_password_that_it_was_set_up_with_is_exposed(
    phpmyadmin, password
):
    outcome = is_weak(phpmyadmin(root(password), auth_type="cookie"), "/phpmyadmin/", "root", password)
    # In, and out again: both lead on to a page.
    in_and_out = [(one.method, one.status) for one in outcome.transcript[-4:]]
    assert in_and_out == [("POST", 302), ("GET", 200)] * 2


@pytest.mark.parametrize("empty", [True, False])
def test_a_phpmyadmin_before_a_database_with_a_strong_password_is_clean(phpmyadmin, empty):
    is_sound(phpmyadmin(root(STRONG), empty=empty, auth_type="cookie"), "/phpmyadmin/", "root", "root")


TOMCAT = Path("/usr/share/tomcat10")
MANAGER = Path("/usr/share/tomcat10-admin/manager")
SERVER = """<Server port="-1">
  <Service name="Catalina">
    <Connector address="{host}" port="{port}" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.LockOutRealm">
        <Realm className="org.apache.catalina.realm.MemoryRealm"/>
      </Realm>
      <Host name="localhost" appBase="webapps" unpackWARs="false" autoDeploy="false" deployOnStartup="false">
        <Context path="/manager" docBase="{manager}" privileged="true"/>
      </Host>
    </Engine>
  </Service>
</Server>
"""
"""As it is installed, its way of locking accounts out included, but for the address."""


@pytest.fixture
def tomcat(servers, tmp_path):
    """Tomcat with its manager, from a folder of its own."""

    def start(account, password):
        if not MANAGER.is_dir():
            pytest.fail("Tomcat's manager is missing: apt-get install tomcat10 tomcat10-admin")
        conf = tmp_path / "conf"
        for folder in (conf, tmp_path / "webapps", tmp_path / "logs", tmp_path / "temp"):
            folder.mkdir()
        shutil.copy(TOMCAT / "etc" / "web.xml", conf)
        (conf / "tomcat-users.xml").write_text(
            f'<tomcat-users><role rolename="manager-gui"/>'
            f'<user username="{account}" password="{password}" roles="manager-gui"/></tomcat-users>'
        )
        classes = ":".join(str(TOMCAT / "bin" / name) for name in ("bootstrap.jar", "tomcat-juli.jar"))
        settings = {
            "catalina.home": TOMCAT, "catalina.base": tmp_path, "java.io.tmpdir": tmp_path / "temp",
            "java.security.egd": "file:/dev/urandom",
        }  # fmt: skip

        def command(port):
            (conf / "server.xml").write_text(SERVER.format(host=HOST, port=port, manager=MANAGER))
            told = [f"-D{name}={value}" for name, value in settings.items()]
            return ["-Xmx128m", "-cp", classes, *told, "org.apache.catalina.startup.Bootstrap", "start"]

        return answering(servers.start("java", "default-jre-headless", command))

    return start


@pytest.mark.parametrize("password", ["tomcat", "s3cret"])
def test_a_tomcat_manager_with_the_password_of_its_manual_is_exposed(tomcat, password):
    is_weak(tomcat("tomcat", password), "/manager/html", "tomcat", password)


def test_a_tomcat_manager_with_a_strong_password_is_clean(tomcat):
    is_sound(tomcat("tomcat", STRONG), "/manager/html", "tomcat", "s3cret")


ZABBIX, ZABBIX_DATA = Path("/usr/share/zabbix"), Path("/usr/share/zabbix-server-mysql")
TOLD = {
    "TYPE": "MYSQL", "SERVER": HOST, "DATABASE": "zabbix", "USER": "root",
    **dict.fromkeys(
        ("PASSWORD", "SCHEMA", "KEY_FILE", "CERT_FILE", "CA_FILE", "CIPHER_LIST", "VAULT_URL",
         "VAULT_DB_PATH", "VAULT_TOKEN", "ENCRYPTION", "VERIFY_HOST"),
        "",
    ),
}  # fmt: skip
INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX |ALTER TABLE ")
OF_ACCOUNTS = tuple(
    f"INSERT INTO `{table}` " for table in ("role", "role_rule", "users", "usrgrp", "users_groups", "config")
)
"""Its templates, of which there are 35 MB, are nothing to a login."""


@pytest.fixture
def zabbix(servers, maria, tmp_path):
    """A copy of the installed pages of Zabbix before a database of its own, and the accounts in it."""

    def start():
        if not (ZABBIX.is_dir() and ZABBIX_DATA.is_dir()):
            pytest.fail(
                "Zabbix is missing: apt-get install zabbix-frontend-php zabbix-server-mysql php-mysql"
            )
        store = maria(root(""))
        with gzip.open(ZABBIX_DATA / "data.sql.gz", "rt") as data:
            accounts = [line for line in data if line.startswith(OF_ACCOUNTS)]
        schema = gzip.decompress((ZABBIX_DATA / "schema.sql.gz").read_bytes()).decode()
        # 170 tables that are kept safe take a minute; indexes and references are nothing to a login.
        tables = schema.replace("ENGINE=InnoDB", "ENGINE=MyISAM").splitlines()
        tables = [line for line in tables if not INDEX.match(line)]
        begin = "create database zabbix character set utf8mb4 collate utf8mb4_bin; use zabbix;"
        ask(store, "\n".join((begin, *tables, *accounts)))
        site = tmp_path / "site"
        shutil.copytree(ZABBIX, site / "zabbix", ignore_dangling_symlinks=True)
        (site / "index.html").write_text("<p>made up</p>")
        settings = tmp_path / "zabbix.conf.php"
        told = {**TOLD, "PORT": store.port, "DOUBLE_IEEE754": "1"}
        lines = [f"$DB['{name}'] = '{value}';" for name, value in told.items()]
        settings.write_text("\n".join(("<?php", *lines, "$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;")))
        file = site / "zabbix" / "include" / "classes" / "core" / "CConfigFile.php"
        file.write_text(file.read_text().replace("/etc/zabbix/zabbix.conf.php", str(settings)))
        router = tmp_path / "router.php"
        router.write_text(ROUTER)
        served = servers.start(
            "php", "php-cli", lambda port: ["-S", f"{HOST}:{port}", "-t", str(site), str(router)]
        )
        return served, store

    return start


def ask(store, statements):
    """Ask a MariaDB as its root, who has no password; gives what it answers."""
    client = ["mariadb", "--no-defaults", "-N", "-h", HOST, "-P", str(store.port), "-u", "root"]
    done = subprocess.run(client, input=statements, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_zabbix_is_exposed_with_the_password_that_it_is_shipped_with_and_clean_with_another(zabbix):
    served, store = zabbix()
    kept = "select autologin, url, lang, theme, refresh from zabbix.users where username = 'Admin'"
    before = ask(store, kept)
    is_weak(served, "/zabbix/index.php", "Admin", "zabbix")
    # Who was let in is logged out, of which it keeps the last; the account is as it was.
    assert ask(store, "select status from zabbix.sessions where userid = 1") == ["1"]
    assert ask(store, kept) == before
    ask(store, "update zabbix.users set passwd = '$2y$10$made.up' where username = 'Admin'")
    is_sound(served, "/zabbix/index.php", "Admin", "zabbix")


RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


@pytest.fixture
def rabbitmq(servers, tmp_path):
    """RabbitMQ with its management plugin, and a daemon of its own by which its nodes find one another."""

    def start(password):
        if not RABBIT.is_file():
            pytest.fail("RabbitMQ is missing: apt-get install rabbitmq-server")
        (tmp_path / "plugins").write_text("[rabbitmq_management].")
        names = servers.start("epmd", "erlang-base", lambda port: ["-port", str(port), "-address", HOST])
        places = {"HOME": tmp_path, "RABBITMQ_MNESIA_BASE": tmp_path / "kept", "RABBITMQ_LOG_BASE": tmp_path}
        told = {
            "ERL_EPMD_PORT": names.port,
            "ERL_EPMD_ADDRESS": HOST,
            "RABBITMQ_NODENAME": f"m{names.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": HOST,
            "RABBITMQ_NODE_PORT": free_port(HOST, 19300),
            "RABBITMQ_DIST_PORT": free_port(HOST, 19400),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_ENABLED_PLUGINS_FILE": tmp_path / "plugins",
            "RABBITMQ_CONFIG_FILE": tmp_path / "rabbitmq.conf",
        }

        def command(port):
            lines = {"management.tcp.ip": HOST, "management.tcp.port": port, "default_pass": password}
            text = "".join(f"{name} = {value}\n" for name, value in lines.items())
            (tmp_path / "rabbitmq.conf").write_text(text)
            return []

        environment = {name: str(value) for name, value in (places | told).items()}
        return answering(servers.start(str(RABBIT), "rabbitmq-server", command, environment))

    return start


def test_a_rabbitmq_with_the_password_that_it_is_shipped_with_is_exposed(rabbitmq):
    is_weak(rabbitmq("guest"), "/api/overview", "guest", "guest")


def test_a_rabbitmq_with_a_strong_password_is_clean(rabbitmq):
    is_sound(rabbitmq(STRONG), "/api/overview", "guest", "guest")
