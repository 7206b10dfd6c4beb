# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real servers on loopback, and a look at them through the real door."""

import os
import shutil
import socket
import subprocess
import time
from http.client import HTTPConnection
from ipaddress import ip_network

import pytest

from mendsky.core.probes import by_kind
from mendsky.runtime.ports import free_port
from tests.probing import door_with, grant_for, visit_to

HOST = "127.0.0.1"


class Server:
    """A real server in a process of its own; ended by that process alone."""

    def __init__(self, folder, command, port, environment):
        self.port, self.folder = port, folder
        told = {**os.environ, **environment}
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=told)
        try:
            self._wait(command[0])
        except AssertionError:
            self.stop()
            raise

    def _wait(self, program):
        deadline = time.monotonic() + 120
        while True:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                assert self.process.poll() is None, f"{program} ended with {self.process.returncode}"
                assert time.monotonic() < deadline, f"{program} does not answer"
                time.sleep(0.05)
            else:
                return

    def say(self, *lines, ends):
        """Say lines and hear so many ends of an answer."""
        with socket.create_connection((HOST, self.port), timeout=10) as connection:
            connection.sendall(b"".join(line.encode() + b"\r\n" for line in lines))
            heard = b""
            while heard.count(ends) < len(lines):
                piece = connection.recv(65_536)
                assert piece, heard[-200:]
                heard += piece

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Servers:
    """Those that one test starts."""

    def __init__(self, folder):
        self.folder, self.running = folder, []

    def start(self, name, package, command, environment=None):
        """Start a program; `command` makes its arguments from a free port, `environment` is added to ours."""
        program = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
        if program is None:
            pytest.fail(f"{name} is missing: apt-get install {package}")
        port = free_port(HOST, 19000 + len(self.running))
        self.running.append(Server(self.folder, [program, *command(port)], port, environment or {}))
        return self.running[-1]

    def stop(self):
        # The last first: what stands on another is ended with its help.
        for server in reversed(self.running):
            server.stop()


def answering(server):
    """Give a server once it answers by HTTP: some take connections long before."""
    connection = HTTPConnection(HOST, server.port, timeout=60)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()
    return server


def look(server, kind, *, scheme=None, places=(), sample_records=20):
    """Ask one probe of a running server, without TLS from the start where no scheme says so."""
    scheme = scheme or min(by_kind(kind).spec.schemes)
    outcome = visited(server, scheme, kind, places=places, sample_records=sample_records)
    return outcome.observations[0]


def visited(server, scheme, kind, *, places=(), visit=None, **changes):
    """Visit a running server with one probe; `changes` are the grant's, `visit` adds to the visit."""
    origin = f"{scheme}://{HOST}:{server.port}"
    grant = grant_for(origin, networks=(ip_network(f"{HOST}/32"),), **changes)
    known = {kind: tuple(places)}
    (outcome,) = door_with(grant).run([visit_to(origin, by_kind(kind), places=known, **(visit or {}))])
    return outcome


def opened_to_all(folder):
    """Let a server's own account, which is not ours, reach a folder."""
    for part in (folder, *folder.parents):
        if part.stat().st_mode & 0o005 != 0o005:
            part.chmod(part.stat().st_mode | 0o055)
