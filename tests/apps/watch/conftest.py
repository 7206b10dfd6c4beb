# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small office with a web server of its own, entered in the directory with a grant."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from tests.names import name_server

HOST = "yb.lab.test"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GRANT = {
    "id": "grant-1",
    "version": 1,
    "signed_by": "Test office",
    "legal_basis": "Cybersecurity Law, article 25",
    "networks": ["127.0.0.0/8"],
    "paths": ["/"],
    "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
    "classes": [0, 1],
    "rate": 1000,
    "daily_budget": 100_000,
    "sample_records": 100,
    "birth_years": [1800, 1899],
    "valid_from": "2015-01-01T00:00:00+08:00",
    "expires": "2016-01-01T00:00:00+08:00",
    "synthetic": True,
}


def resident_id(number: int) -> str:
    """Make up an identifier with a birth date that nobody living has."""
    body = f"1101011850{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


LOGIN = b"<form method=post action=/login><input name=user><input type=password name=word></form>"


class Office:
    """A web site whose listing of a backup folder can be opened, closed, or broken."""

    def __init__(self, address: str) -> None:
        self.open = True
        self.broken = False
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.refused: set[str] = set()
        self.refusal = 403
        self.but_open: set[str] = set()
        self.password = ""
        self.logins: list[tuple[str, str]] = []
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                office.asked.append(self.path)
                office.heads.append(str(self.headers))
                if self.client_address[0] in office.refused and self.path not in office.but_open:
                    self._say(office.refusal, "text/html", b"<h1>Forbidden</h1>")
                else:
                    self._say(*office.answer(self.path, inside="sid=in" in self.headers.get("Cookie", "")))

            def do_POST(self) -> None:
                posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = dict(parse_qsl(posted))
                office.logins.append((self.client_address[0], fields["word"]))
                right = (fields["user"], fields["word"]) == ("admin", office.password)
                if right and self.client_address[0] not in office.refused:
                    self._say(302, "text/html", b"", ("Location", "/people"), ("Set-Cookie", "sid=in"))
                else:
                    self._say(200, "text/html", LOGIN + "用户名或密码错误".encode())

            def _say(self, status: int, kind: str, body: bytes, *fields: tuple[str, str]) -> None:
                self.send_response(status)
                for field in fields:
                    self.send_header(*field)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer((address, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.origin = f"http://{address}:{self._server.server_port}"

    def answer(self, path: str, *, inside: bool = False) -> tuple[int, str, bytes]:
        if self.broken:
            return 502, "text/html", b"<h1>Bad gateway</h1>"
        if self.password and path in {"/", "/login", "/people"}:
            return 200, "text/html; charset=utf-8", self._administration(path, inside=inside)
        if path == "/":
            return 200, "text/html; charset=utf-8", b'<h1>Office</h1><p><a href="/backup/">files</a></p>'
        if path == "/backup/" and self.open:
            listing = b"<html><head><title>Index of /backup/</title></head><body><h1>Index of /backup/</h1>"
            return 200, "text/html", listing + b'<pre><a href="people.csv">people.csv</a></pre></body></html>'
        if path == "/backup/people.csv" and self.open:
            rows = "".join(f"{resident_id(number)},{number}\n" for number in range(12))
            return 200, "text/csv; charset=utf-8", f"身份证号,序号\n{rows}".encode()
        return 404, "text/html", b"<h1>Not found</h1>"

    @staticmethod
    def _administration(path: str, *, inside: bool) -> bytes:
        if path == "/":
            return b'<a href="/login">in</a>'
        return f"<p>共有 4000 条</p><p>姓名 {resident_id(1)}</p>".encode() if inside else LOGIN

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def office() -> Iterator[Office]:
    site = Office("127.77.3.1")
    yield site
    site.close()


def directory_document(*offices: Office, **grant: object) -> dict[str, object]:
    """Write the directory of an owner with these offices, and the grant for them."""
    return {
        "organisations": [
            {
                "key": "owner",
                "name": {"zh-Hans": "测试单位", "en": "Test owner"},
                "kind": "owner",
                "division": "110101",
                "sector": "social-security",
            },
        ],
        "systems": [
            {
                "key": f"office-{number}",
                "organisation": "owner",
                "origin": office.origin,
                "name": {"zh-Hans": "测试系统", "en": "Test system"},
                "sector": "social-security",
                "division": "110101",
            }
            for number, office in enumerate(offices)
        ],
        "grants": [
            {**GRANT, "origins": [office.origin for office in offices], **grant},
        ],
    }


@pytest.fixture
def grant_document() -> dict[str, object]:
    """Give a grant without origins."""
    return GRANT


@pytest.fixture
def enter(synthetic, monday):
    """Give the function that enters offices into the directory and gives their systems."""
    from mendsky.apps.directory import queries, services

    def _enter(*offices: Office, **grant: object) -> list[UUID]:
        document = directory_document(*offices, **grant)
        services.import_document(document, now=monday, synthetic=True)
        by_origin = {system.origin: system.id for system in queries.systems_in_scope(monday)}
        return [by_origin[office.origin] for office in offices]

    return _enter


@pytest.fixture
def synthetic_worker(transactional_db, office, enter):
    """Enter the office for a test whose rows a worker of its own connection must see."""
    return enter(office)[0]


@pytest.fixture
def system_id(enter, office) -> UUID:
    return enter(office)[0]


@pytest.fixture
def deferred():
    """Give the jobs deferred since the last call, as (task's last name, arguments), oldest first."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    seen: set[int] = set()

    def _deferred() -> list[tuple[str, dict[str, object]]]:
        rows = ProcrastinateJob.objects.exclude(pk__in=seen).order_by("id")
        fresh = [(row.pk, row.task_name.rpartition(".")[2], row.args) for row in rows]
        seen.update(pk for pk, _, _ in fresh)
        return [(name, arguments) for _, name, arguments in fresh]

    return _deferred


@pytest.fixture
def work(deferred):
    """Run the watch's own deferred jobs here, in this test's transaction; give the names of all jobs."""
    from django.utils.module_loading import import_string

    def _work() -> list[str]:
        names: list[str] = []
        for name, arguments in deferred():
            names.append(name)
            if name in {"sweep_bucket", "confirm", "retest"}:
                import_string(f"mendsky.apps.watch.tasks.{name}").func(**arguments)
                names.extend(_work())
        return names

    return _work


@pytest.fixture
def texts(office, settings, home):
    """What stands in the DNS below the office's name, to be changed while the name server runs."""
    texts = {}
    address, _, port = office.origin.removeprefix("http://").partition(":")
    office.origin = f"http://{HOST}:{port}"
    with name_server({HOST: [address]}, texts) as resolver:
        settings.RESOLVER = f"{resolver.address}:{resolver.port}"
        yield texts


@pytest.fixture
def elsewhere(db):
    """Another connection, as another worker has one; gives a function that asks it for a host's lock.

    Its `leave` gives all of them back.
    """
    from django.db import connections

    from mendsky.apps.watch import hosts

    other = connections.create_connection("default")

    def take(host):
        with other.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [hosts.SPACE + host])
            (got,) = cursor.fetchone()
        return got

    take.leave = other.close
    yield take
    other.close()
