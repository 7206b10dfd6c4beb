# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real services, each with a weak password and a strong: *undetermined* on a healthy one is our fault."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from tests.probing import tries_at
from tests.real.serving import HOST, visited

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
KIND = "weak-service-password"
STRONG = "made-up-Qx8-and-long"


def tried(server, scheme, *accounts, credentials=()):
    """Try the passwords of a grant, or those shipped; gives what was seen and the whole outcome."""
    pairs = {KIND: credentials} if credentials else {}
    outcome = visited(
        server,
        scheme,
        KIND,
        classes=frozenset({3}),
        accounts=accounts,
        visit={"tries": tries_at(f"{scheme}://{HOST}:{server.port}", *accounts), "credentials": pairs},
    )
    assert max(outcome.tried.values(), default=0) <= 3
    return outcome.observations[0], outcome


def pair_of(account, password):
    return Credential(account=account, password=password)


def is_weak(server, scheme, account, password, *, classes=("identity-number", "name"), named=()):
    """Hold that a pair is found, kept, and let in again as the one try of a retest."""
    seen, outcome = tried(server, scheme, *named)
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen
    assert set(classes) <= set(seen.classes)
    assert outcome.credentials == {KIND: (pair_of(account, password),)}
    again, outcome = tried(server, scheme, *named, credentials=(pair_of(account, password),))
    assert (again.answer, again.place) == (Answer.EXPOSED, seen.place), again
    assert list(outcome.tried.values()) == [1]


def is_sound(server, scheme, account):
    """Hold that nobody is let in, with what is shipped, what a grant names, or what worked before."""
    for accounts, credentials in (
        ((), ()),
        ((Account(name="office", passwords=("spring", "summer")),), ()),
        ((), (pair_of(account, "123456"),)),
    ):
        seen, _ = tried(server, scheme, *accounts, credentials=credentials)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.fixture
def redis(servers, tmp_path):
    def start(*options):
        plain = ["--bind", HOST, "--save", "", "--dir", str(tmp_path)]
        return servers.start(
            "redis-server", "redis-server", lambda port: ["--port", str(port), *plain, *options]
        )

    return start


@pytest.mark.parametrize("password", ["foobared", "123456"])
def test_a_redis_with_a_password_that_everyone_tries_is_exposed(redis, password):
    store = redis()
    store.say("SET canbao:1 made-up", f"CONFIG SET requirepass {password}", ends=b"\r\n")
    is_weak(store, "redis", "default", password, classes=())


def test_a_redis_with_a_weak_account_that_the_grant_names_is_exposed(redis):
    store = redis()
    store.say(
        "SET canbao:1 made-up",
        "ACL SETUSER office on >spring ~* +@all",
        f"CONFIG SET requirepass {STRONG}",
        ends=b"\r\n",
    )
    named = (Account(name="office", passwords=("winter", "spring")),)
    is_weak(store, "redis", "office", "spring", classes=(), named=named)


@pytest.mark.parametrize("way", [f"CONFIG SET requirepass {STRONG}", "ACL SETUSER default off", "PING"])
def test_a_redis_with_a_strong_password_or_none_to_be_guessed_is_clean(redis, way):
    store = redis()
    store.say("SET canbao:1 made-up", way, ends=b"\r\n")
    is_sound(store, "redis", "default")


def test_a_redis_that_holds_nothing_is_no_finding(redis):
    store = redis()
    store.say("CONFIG SET requirepass 123456", ends=b"\r\n")
    assert tried(store, "redis")[0].answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(("password", "weak"), [("123456", True), (STRONG, False)])
def test_a_redis_within_tls_is_told_as_without(redis_within_tls, password, weak):
    store = redis_within_tls("SET canbao:1 made-up", f"CONFIG SET requirepass {password}")
    if weak:
        is_weak(store, "rediss", "default", password, classes=())
    else:
        is_sound(store, "rediss", "default")


FTP_SERVER = """
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

port, folder, account, password = sys.argv[1:]
FTPHandler.auth_failed_timeout = 0
FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.authorizer.add_user(account, password, folder)
FTPServer(("127.0.0.1", int(port)), FTPHandler).serve_forever()
"""


@pytest.fixture
def pyftpd(servers, tmp_path):
    """A server with accounts of its own; vsftpd has those of the machine alone."""

    def start(account, password):
        folder = tmp_path / "files"
        folder.mkdir()
        (folder / "people.csv").write_text("xm,sfzh\n")
        # The machine's own Python, which has the machine's packages.
        return servers.start(
            "python3",
            "python3-pyftpdlib",
            lambda port: ["-c", FTP_SERVER, str(port), str(folder), account, password],
        )

    return start


@pytest.mark.parametrize(("account", "password"), [("admin", "123456"), ("ftpuser", "ftpuser")])
def test_an_ftp_server_with_a_password_that_everyone_tries_is_exposed(pyftpd, account, password):
    is_weak(pyftpd(account, password), "ftp", account, password, classes=())


def test_an_ftp_server_with_a_strong_password_is_clean(pyftpd):
    is_sound(pyftpd("admin", STRONG), "ftp", "admin")


def test_a_vsftpd_that_knows_no_such_account_is_clean(servers, tmp_path):
    empty, file = tmp_path / "empty", tmp_path / "vsftpd.conf"
    empty.mkdir()
    lines = {
        "listen": "YES", "listen_address": HOST, "background": "NO", "anonymous_enable": "NO",
        "local_enable": "YES", "delay_failed_login": 0, "secure_chroot_dir": empty, "xferlog_enable": "NO",
        "seccomp_sandbox": "NO", "run_as_launching_user": "NO", "nopriv_user": "nobody",
    }  # fmt: skip

    def command(port):
        file.write_text(
            "".join(f"{name}={value}\n" for name, value in {**lines, "listen_port": port}.items())
        )
        return [str(file)]

    is_sound(servers.start("vsftpd", "vsftpd", command), "ftp", "admin")


@pytest.fixture(scope="module")
def postgres_made():
    """A fresh database, owned by whoever may run it: PostgreSQL refuses to be root's."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if programs is None:
        pytest.fail("PostgreSQL is missing: apt-get install postgresql")
    owner = []
    if os.geteuid() == 0:
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    # Not below the folder of this run, which is closed to every other account.
    with tempfile.TemporaryDirectory(prefix="mendsky-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if owner:
            shutil.chown(folder, "postgres", "postgres")
        subprocess.run(
            [*owner, programs / "initdb", "-D", folder / "made", "-U", "postgres", "-A", "trust", "-N"],
            check=True, capture_output=True, cwd=folder,
        )  # fmt: skip
        yield programs, folder, owner


@pytest.fixture
def postgres(servers, postgres_made, tmp_path):
    programs, made, owner = postgres_made

    def start(*statements, hashing="scram-sha-256", asks="scram-sha-256", line="host", tls=()):
        folder = made / f"{tmp_path.name}-{len(servers.running)}"
        shutil.copytree(made / "made", folder, copy_function=shutil.copy2)
        (folder / "pg_hba.conf").write_text(f"{line} all all {HOST}/32 {asks}\n")
        for name, file in zip(("server.key", "server.crt"), tls, strict=False):
            shutil.copyfile(file, folder / name)
            (folder / name).chmod(0o600)
        if owner:
            for part in (folder, *folder.rglob("*")):
                shutil.chown(part, "postgres", "postgres")
        alone = [*owner, str(programs / "postgres"), "--single", "-D", str(folder), "postgres"]
        script = "\n".join([f"set password_encryption = '{hashing}';", *statements, ""])
        subprocess.run(alone, check=True, capture_output=True, input=script, text=True, cwd=folder)
        program, *arguments = [*owner, str(programs / "postgres"), "-D", str(folder), "-h", HOST, "-k", ""]
        arguments += ["-c", "ssl=on"] if tls else []
        server = servers.start(program, "postgresql", lambda port: [*arguments, "-p", str(port)])
        ready = [str(programs / "pg_isready"), "-q", "-h", HOST, "-p", str(server.port), "-t", "30"]
        deadline = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return server

    return start


PEOPLE = "create table canbao (id int, xm text, sfzh text);"


def role(password):
    return f"alter role postgres password '{password}';"


@pytest.mark.parametrize(
    ("hashing", "asks"), [("scram-sha-256", "scram-sha-256"), ("md5", "md5"), ("md5", "password")]
)
def test_a_postgresql_with_a_password_that_everyone_tries_is_exposed(postgres, hashing, asks):
    store = postgres(PEOPLE, role("123456"), hashing=hashing, asks=asks)
    is_weak(store, "postgresql", "postgres", "123456")


def test_a_postgresql_that_asks_for_no_password_is_exposed_without_a_try(postgres):
    seen, outcome = tried(postgres(PEOPLE, asks="trust"), "postgresql")
    assert (seen.answer, outcome.tried) == (Answer.EXPOSED, {}), seen


@pytest.mark.parametrize(
    ("hashing", "asks"), [("scram-sha-256", "scram-sha-256"), ("md5", "md5"), ("md5", "password")]
)
def test_a_postgresql_with_a_strong_password_is_clean(postgres, hashing, asks):
    is_sound(postgres(PEOPLE, role(STRONG), hashing=hashing, asks=asks), "postgresql", "postgres")


def test_a_postgresql_that_is_closed_to_our_address_cannot_be_told(postgres):
    seen, _ = tried(postgres(PEOPLE, role("123456"), asks="reject"), "postgresql")
    assert seen.cause is Cause.BLOCKED


@pytest.mark.parametrize("line", ["hostssl", "host", "hostnossl"])
@pytest.mark.parametrize("asks", ["scram-sha-256", "password"])
def test_a_postgresql_with_tls_is_told_with_it_or_without(postgres, self_signed, line, asks):
    store = postgres(PEOPLE, role("123456"), asks=asks, line=line, tls=self_signed)
    is_weak(store, "postgresql", "postgres", "123456")


def test_a_postgresql_within_tls_alone_and_with_a_strong_password_is_clean(postgres, self_signed):
    store = postgres(PEOPLE, role(STRONG), line="hostssl", tls=self_signed)
    is_sound(store, "postgresql", "postgres")


TABLE = ("create database yibao;", "create table yibao.canbao (id int, xm text, sfzh text);")


def root(password):
    return f"alter user root@localhost identified by '{password}';"


@pytest.mark.parametrize("password", ["", "root"])
def test_a_mariadb_with_the_password_that_it_was_set_up_with_is_exposed(maria, password):
    is_weak(maria(*TABLE, root(password)), "mysql", "root", password)


def test_a_mariadb_with_a_strong_password_is_clean(maria):
    is_sound(maria(*TABLE, root(STRONG)), "mysql", "root")


def test_a_mariadb_whose_root_logs_in_on_its_own_machine_alone_is_clean(maria):
    shut = "alter user root@localhost identified via unix_socket;"
    is_sound(maria(*TABLE, shut), "mysql", "root")


@pytest.mark.parametrize("way", ["the server", "the account", "neither"])
def test_a_mariadb_that_wants_or_offers_tls_is_told_within_it(maria, self_signed, way):
    key, certificate = self_signed
    options = [f"--ssl-key={key}", f"--ssl-cert={certificate}"]
    options += ["--require-secure-transport"] if way == "the server" else []
    wants = ["alter user root@localhost require ssl;"] if way == "the account" else []
    is_weak(maria(*TABLE, root("root"), *wants, options=options), "mysql", "root", "root")


@pytest.mark.parametrize("wants", [[], ["--require-secure-transport"]])
def test_a_mariadb_with_tls_and_a_strong_password_is_clean(maria, self_signed, wants):
    key, certificate = self_signed
    options = [f"--ssl-key={key}", f"--ssl-cert={certificate}", *wants]
    is_sound(maria(*TABLE, root(STRONG), options=options), "mysql", "root")
