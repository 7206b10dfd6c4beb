# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Servers for the door: real ones that answer, raw ones that misbehave, deaf ones that must hear nothing."""

import contextlib
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field

import pytest

from tests.net.probing.raw import Server


@dataclass
class Listener:
    """A raw listener that hands every connection to a function, and keeps what it heard."""

    address: str
    port: int
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)

    @property
    def origin(self):
        return f"http://{self.address}:{self.port}"

    @property
    def lines(self):
        """Request lines in order."""
        return [request.split(b"\r\n", 1)[0].decode() for request in self.heard]


@pytest.fixture
def listen():
    """Start listeners: `listen(answer, address)`; `answer(connection, request)` speaks raw HTTP."""
    opened, threads, ending = [], [], threading.Event()

    def start(answer=None, address="127.61.2.1", port=0):
        server = socket.create_server((address, port), backlog=64)
        server.settimeout(0.05)
        listener = Listener(address=address, port=server.getsockname()[1])
        opened.append(server)
        thread = threading.Thread(target=_serve, args=(server, listener, answer, ending))
        thread.start()
        threads.append(thread)
        return listener

    yield start
    ending.set()
    for thread in threads:
        thread.join()
    for server in opened:
        server.close()


def _serve(server, listener, answer, ending):
    speaking = []
    while not ending.is_set():
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        listener.connections += 1
        thread = threading.Thread(target=_speak, args=(connection, listener, answer, ending))
        thread.start()
        speaking.append(thread)
    for thread in speaking:
        thread.join()


def _speak(connection, listener, answer, ending):
    with connection, contextlib.suppress(OSError):
        connection.settimeout(0.05)
        request = b""
        while not ending.is_set() and b"\r\n\r\n" not in request:
            try:
                piece = connection.recv(65_536)
            except TimeoutError:
                continue
            if not piece:
                return
            request += piece
        if b"\r\n\r\n" not in request:
            return
        listener.heard.append(request)
        connection.settimeout(2)
        if answer is None:
            ending.wait()
        else:
            answer(connection, request)


def http(body=b"", status="200 OK", *fields):
    """Write one whole answer; the connection closes after it."""
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *fields]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
def says():
    """Give an `answer` that says the same to everyone, or by path where given a mapping."""

    def make(answers, **fields):
        def answer(connection, request):
            path = request.split(b" ", 2)[1].decode().partition("?")[0]
            if isinstance(answers, dict):
                connection.sendall(answers.get(path, http("404", "404 Not Found")))
            else:
                connection.sendall(answers)

        return answer

    return make


@pytest.fixture
def written():
    return http


@pytest.fixture
def drips():
    """Give an `answer` that sends its pieces with a pause between them, until nobody listens."""

    def make(head, piece, pause):
        def answer(connection, _):
            connection.sendall(head)
            while True:
                connection.sendall(piece)
                time.sleep(pause)

        return answer

    return make


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for yb.lab.test, signed by itself, with its key."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2"]
    command += ["-subj", "/CN=yb.lab.test", "-addext", "subjectAltName=DNS:yb.lab.test"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def serve():
    servers = []

    def start(speak, **how):
        servers.append(Server(speak, **how))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
