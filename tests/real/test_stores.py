# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real stores, each open and closed: *undetermined* on a healthy one is a fault of ours."""

import json
import socket
import time
from base64 import b64encode
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.runtime.ports import free_port
from tests.people import resident_id
from tests.real.serving import HOST, look, opened_to_all

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
PASSWORD = "made-up-for-a-test"


@pytest.fixture
def redis(servers, tmp_path):
    def start(*options):
        plain = ["--bind", HOST, "--save", "", "--dir", str(tmp_path)]
        return servers.start(
            "redis-server", "redis-server", lambda port: ["--port", str(port), *plain, *options]
        )

    return start


@pytest.fixture
def memcached(servers):
    def start(*options):
        # Where they run as root, memcached asks for an account to become.
        plain = ["-l", HOST, "-U", "0", "-u", "nobody"]
        return servers.start("memcached", "memcached", lambda port: ["-p", str(port), *plain, *options])

    return start


def person(number):
    return f"sfzh={resident_id(number)};xm=x"


REDIS_FORMS = {
    "strings": [f"SET canbao:{number} {person(number)}" for number in range(300)],
    "hashes": [f"HSET canbao:{number} xm x sfzh {resident_id(number)}" for number in range(300)],
    "a list": [f"RPUSH canbao {resident_id(number)}" for number in range(300)],
    "a set": [f"SADD canbao {resident_id(number)}" for number in range(300)],
    "a sorted set": [f"ZADD canbao {number} {resident_id(number)}" for number in range(300)],
    "a stream": [f"XADD canbao * sfzh {resident_id(number)}" for number in range(300)],
    "one hash": [f"HSET canbao {number} {resident_id(number)}" for number in range(300)],
    "names of keys": [f"SET p:{resident_id(number)} 1" for number in range(300)],
    "another database": ["SELECT 3", *(f"SET canbao:{number} {person(number)}" for number in range(300))],
}


@pytest.mark.parametrize("form", REDIS_FORMS)
def test_an_open_redis_with_people_is_exposed(redis, form):
    store = redis()
    store.say(*REDIS_FORMS[form], ends=b"\r\n")
    seen = look(store, "open-redis")
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen
    assert seen.place == Place(group="/3" if form == "another database" else "/0")
    keys = 1 if form in {"a list", "a set", "a sorted set", "a stream", "one hash"} else 300
    assert seen.records.low >= keys


@pytest.mark.parametrize("form", ["strings", "a list"])
def test_an_open_redis_within_tls_with_people_is_exposed(redis_within_tls, form):
    seen = look(redis_within_tls(*REDIS_FORMS[form]), "open-redis", scheme="rediss")
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen


def test_a_redis_within_tls_that_lets_nobody_in_is_clean(redis_within_tls):
    store = redis_within_tls(*REDIS_FORMS["strings"], f"CONFIG SET requirepass {PASSWORD}")
    seen = look(store, "open-redis", scheme="rediss")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


REDIS_GOOD = {
    "a password": f"CONFIG SET requirepass {PASSWORD}",
    "no account for strangers": "ACL SETUSER default off",
    "an account that may only ping": "ACL SETUSER default on nopass ~* -@all +ping",
    "an account that may read no key": "ACL SETUSER default on nopass +@all resetkeys",
}


@pytest.mark.parametrize("way", REDIS_GOOD)
def test_a_redis_that_lets_nobody_in_is_clean(redis, way):
    store = redis()
    store.say(*REDIS_FORMS["strings"], ends=b"\r\n")
    store.say(REDIS_GOOD[way], ends=b"\r\n")
    for places in ((), (Place(group="/0"),)):
        seen = look(store, "open-redis", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.mark.parametrize("lines", [[], [f"SET session:{number} {number}" for number in range(300)]])
def test_an_open_redis_without_people_is_no_finding(redis, lines):
    store = redis()
    store.say("PING", *lines, ends=b"\r\n")
    assert look(store, "open-redis").answer is Answer.NOT_EXPOSED


def test_a_probe_leaves_a_redis_as_it_was(redis):
    store = redis()
    store.say(*REDIS_FORMS["strings"], ends=b"\r\n")
    look(store, "open-redis")
    with socket.create_connection((HOST, store.port), timeout=10) as connection:
        connection.sendall(b"DBSIZE\r\nINFO commandstats\r\n")
        time.sleep(0.2)
        heard = connection.recv(65_536).decode()
    assert heard.startswith(":300\r\n")
    used = {
        line.partition(":")[0].removeprefix("cmdstat_") for line in heard.splitlines() if "cmdstat_" in line
    }
    assert used == {"set", "ping", "info", "select", "scan", "type", "getrange", "get", "dbsize"}


def stored(items):
    return [f"set {key} 0 0 {len(value)}\r\n{value}" for key, value in items]


PEOPLE = stored([(f"canbao:{number}", person(number)) for number in range(300)])


def test_an_open_memcached_with_people_is_exposed(memcached):
    store = memcached()
    store.say(*PEOPLE, ends=b"STORED\r\n")
    seen = look(store, "open-memcached")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/"))
    assert (seen.records.low, seen.records.high) == (300, 300)


def test_people_under_the_names_of_keys_and_beside_other_sizes_are_found(memcached):
    store = memcached()
    noise = [(f"page:{number}", "x" * (200 + 400 * (number % 3))) for number in range(60)]
    store.say(*stored(noise), *PEOPLE, ends=b"STORED\r\n")
    assert look(store, "open-memcached").answer is Answer.EXPOSED
    named = memcached()
    named.say(*stored([(f"p:{resident_id(number)}", "1") for number in range(300)]), ends=b"STORED\r\n")
    assert look(named, "open-memcached").answer is Answer.EXPOSED


@pytest.mark.parametrize("late", [["-o", "no_lru_maintainer"], ["-o", "hot_lru_pct=50,warm_lru_pct=20"]])
def test_people_of_late_use_beside_what_is_old_are_found(memcached, late):
    store = memcached(*late)
    store.say(*stored([(f"page:{number}", "x" * 600) for number in range(60)]), ends=b"STORED\r\n")
    time.sleep(2)
    store.say(*PEOPLE, ends=b"STORED\r\n")
    assert look(store, "open-memcached").answer is Answer.EXPOSED


def test_a_memcached_with_a_password_is_clean(memcached, tmp_path):
    file = tmp_path / "accounts"
    file.write_text(f"office:{PASSWORD}\n")
    file.chmod(0o644)
    opened_to_all(tmp_path)
    seen = look(memcached("--auth-file", str(file)), "open-memcached")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.mark.parametrize("open_to_all", [True, False])
def test_a_memcached_within_tls_is_told_as_without(memcached, self_signed, tmp_path, open_to_all):
    key, certificate = self_signed
    within, file = free_port(HOST, 19400), tmp_path / "accounts"
    file.write_text(f"office:{PASSWORD}\n")
    for read in (key, certificate, file):
        read.chmod(0o644)
    opened_to_all(tmp_path)
    plain = free_port(HOST, 19420)
    options = ["-l", f"notls:{HOST}:{plain},{HOST}:{within}", "-Z"]
    options += ["-o", f"ssl_chain_cert={certificate},ssl_key={key}"]
    store = memcached(*options, *([] if open_to_all else ["--auth-file", str(file)]))
    if open_to_all:
        store.port = plain
        store.say(*PEOPLE, ends=b"STORED\r\n")
    store.port = within
    seen = look(store, "open-memcached", scheme="memcacheds")
    assert seen.answer is (Answer.EXPOSED if open_to_all else Answer.NOT_EXPOSED), seen


@pytest.mark.parametrize("items", [[], [(f"session:{number}", str(number)) for number in range(300)]])
def test_an_open_memcached_without_people_is_no_finding(memcached, items):
    store = memcached()
    store.say("version", ends=b"\r\n")
    if items:
        store.say(*stored(items), ends=b"STORED\r\n")
    assert look(store, "open-memcached").answer is Answer.NOT_EXPOSED


@pytest.fixture
def etcd(servers):
    def start(*options, within_tls=None):
        def command(port):
            peer = f"http://{HOST}:{free_port(HOST, 19500)}"
            clients = f"http://{HOST}:{port}" + (f",https://{HOST}:{within_tls}" if within_tls else "")
            return [
                *map(str, options),
                *("--data-dir", "etcd", "--listen-client-urls", clients, "--advertise-client-urls", clients),
                *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
                *("--initial-cluster", f"default={peer}", "--logger", "zap", "--log-outputs", "/dev/null"),
            ]

        return servers.start("etcd", "etcd-server", command)

    return start


def told(store, path, **fields):
    """Tell etcd something by its gateway, keys and values in Base64."""
    body = {
        name: b64encode(value.encode()).decode() if name in {"key", "value"} else value
        for name, value in fields.items()
    }
    request = Request(f"http://{HOST}:{store.port}{path}", json.dumps(body).encode())
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except OSError:
            # Before it has made itself its own leader it refuses.
            assert time.monotonic() < deadline
            time.sleep(0.2)


ETCD_FORMS = {
    "a key for each": {f"/canbao/ry/{number}": person(number) for number in range(300)},
    "one key for all": {"/canbao/ry/all": "\n".join(map(person, range(300)))},
    "names of keys": {f"/canbao/ry/{resident_id(number)}": "1" for number in range(300)},
}


@pytest.mark.parametrize("form", ETCD_FORMS)
def test_an_open_etcd_with_people_is_exposed_and_left_as_it_was(etcd, form):
    store = etcd()
    for key, value in ETCD_FORMS[form].items():
        told(store, "/v3/kv/put", key=key, value=value)
    before = told(store, "/v3/kv/range", key="x")["header"]["revision"]
    seen = look(store, "open-etcd")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/canbao/ry/")), seen
    assert seen.records.low == 300
    assert told(store, "/v3/kv/range", key="x")["header"]["revision"] == before


def test_an_open_etcd_within_tls_is_told_as_without(etcd, self_signed):
    key, certificate = self_signed
    within = free_port(HOST, 19400)
    store = etcd("--cert-file", certificate, "--key-file", key, within_tls=within)
    told(store, "/v3/kv/put", key="/site/settings", value="x")
    plain, store.port = store.port, within
    assert look(store, "open-etcd", scheme="etcds").answer is Answer.NOT_EXPOSED
    store.port = plain
    for number in range(30):
        told(store, "/v3/kv/put", key=f"/canbao/ry/{number}", value=person(number))
    store.port = within
    seen = look(store, "open-etcd", scheme="etcds")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/canbao/ry/")), seen


def test_an_etcd_that_demands_a_login_is_clean(etcd):
    store = etcd()
    for number in range(30):
        told(store, "/v3/kv/put", key=f"/canbao/ry/{number}", value=person(number))
    told(store, "/v3/auth/user/add", name="root", password=PASSWORD)
    told(store, "/v3/auth/role/add", name="root")
    told(store, "/v3/auth/user/grant", user="root", role="root")
    told(store, "/v3/auth/enable")
    for places in ((), (Place(group="/canbao/ry/"),)):
        seen = look(store, "open-etcd", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.mark.parametrize("count", [0, 300])
def test_an_open_etcd_without_people_is_no_finding(etcd, count):
    store = etcd()
    told(store, "/v3/kv/put", key="/site/settings", value="x")
    for number in range(count):
        told(store, "/v3/kv/put", key=f"/site/sessions/{number}", value=str(number))
    assert look(store, "open-etcd").answer is Answer.NOT_EXPOSED


INFLUXDB = """reporting-disabled = true
bind-address = "{host}:{backup}"
[meta]
dir = "influxdb/meta"
[data]
dir = "influxdb/data"
wal-dir = "influxdb/wal"
[http]
bind-address = "{host}:{port}"
auth-enabled = {login}
"""


@pytest.fixture
def influxdb(servers, tmp_path):
    def start(*, login="false"):
        def command(port):
            settings = INFLUXDB.format(host=HOST, port=port, backup=free_port(HOST, 19600), login=login)
            (tmp_path / "influxdb.conf").write_text(settings)
            return ["-config", "influxdb.conf"]

        return servers.start("influxd", "influxdb", command)

    return start


def ordered(store, statement):
    """Have InfluxDB carry out a statement that changes it."""
    body = urlencode({"q": statement}).encode()
    with urlopen(Request(f"http://{HOST}:{store.port}/query", body), timeout=10) as answer:
        assert "error" not in json.loads(answer.read())["results"][0]


def written(store, *lines):
    body = "\n".join(lines).encode()
    with urlopen(Request(f"http://{HOST}:{store.port}/write?db=yb", body), timeout=30) as answer:
        assert answer.status == 204


INFLUXDB_FORMS = {
    "a field": lambda number: f'ry sfzh="{resident_id(number)}",xm="x" {number + 1}',
    "a tag": lambda number: f"ry,sfzh={resident_id(number)} n=1 {number + 1}",
    "a text": lambda number: f'ry message="{person(number)}" {number + 1}',
}


@pytest.mark.parametrize("form", INFLUXDB_FORMS)
def test_an_open_influxdb_with_people_is_exposed_with_its_points(influxdb, form):
    store = influxdb()
    ordered(store, "CREATE DATABASE yb")
    written(store, "cpu usage=1 1", *map(INFLUXDB_FORMS[form], range(300)))
    seen = look(store, "open-influxdb")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/query/yb/ry")), seen
    assert (seen.records.low, seen.records.high) == (300, 300)


def test_an_influxdb_that_demands_a_login_is_clean(influxdb):
    store = influxdb(login="true")
    for administrator in (False, True):
        for places in ((), (Place(group="/query/yb/ry"),)):
            seen = look(store, "open-influxdb", places=places)
            assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
        if not administrator:
            ordered(store, f"CREATE USER office WITH PASSWORD '{PASSWORD}' WITH ALL PRIVILEGES")


@pytest.mark.parametrize("lines", [[], ["cpu usage=1 1", "disk,host=a free=7 1"]])
def test_an_open_influxdb_without_people_is_no_finding(influxdb, lines):
    store = influxdb()
    ordered(store, "CREATE DATABASE yb")
    if lines:
        written(store, *lines)
    assert look(store, "open-influxdb").answer is Answer.NOT_EXPOSED


def test_points_under_another_retention_policy_are_not_called_clean(influxdb):
    store = influxdb()
    ordered(store, "CREATE DATABASE yb")
    ordered(store, "CREATE RETENTION POLICY kept ON yb DURATION INF REPLICATION 1")
    body = "\n".join(INFLUXDB_FORMS["a field"](number) for number in range(30)).encode()
    with urlopen(Request(f"http://{HOST}:{store.port}/write?db=yb&rp=kept", body), timeout=30):
        assert look(store, "open-influxdb").cause is Cause.OVER_BUDGET
