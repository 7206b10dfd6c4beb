# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real stores in memory, each open and closed: *undetermined* on a healthy one is a fault of ours."""

import socket
import time

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.probing import Place
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


def test_a_memcached_with_a_password_is_clean(memcached, tmp_path):
    file = tmp_path / "accounts"
    file.write_text(f"office:{PASSWORD}\n")
    file.chmod(0o644)
    opened_to_all(tmp_path)
    seen = look(memcached("--auth-file", str(file)), "open-memcached")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.mark.parametrize("items", [[], [(f"session:{number}", str(number)) for number in range(300)]])
def test_an_open_memcached_without_people_is_no_finding(memcached, items):
    store = memcached()
    store.say("version", ends=b"\r\n")
    if items:
        store.say(*stored(items), ends=b"STORED\r\n")
    assert look(store, "open-memcached").answer is Answer.NOT_EXPOSED
