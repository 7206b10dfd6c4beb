# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raw services, and what a hostile one does with a connection."""

import contextlib
import socket
import struct
import threading
import time


class Server:
    """A raw service that hands every connection to a function, and keeps what it heard."""

    def __init__(self, speak, address="127.61.4.1"):
        self.socket = socket.create_server((address, 0))
        self.socket.settimeout(0.05)
        self.port, self.address = self.socket.getsockname()[1], address
        self.connections, self.ending, self.speak = 0, threading.Event(), speak
        self.threads = [threading.Thread(target=self._serve)]
        self.threads[0].start()

    def origin(self, scheme="redis"):
        return f"{scheme}://{self.address}:{self.port}"

    def _serve(self):
        while not self.ending.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self.socket.accept()
                self.connections += 1
                thread = threading.Thread(target=self._speak, args=(connection,))
                thread.start()
                self.threads.append(thread)

    def _speak(self, connection):
        connection.settimeout(2)
        with connection, contextlib.suppress(OSError):
            self.speak(connection, self.ending)

    def close(self):
        self.ending.set()
        for thread in self.threads:
            thread.join()
        self.socket.close()


def says(*pieces, pause=0.0):
    """Hear something, say these pieces and hang up."""

    def speak(connection, _):
        connection.recv(4096)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return speak


def floods(piece, pause=0.0, head=b""):
    def speak(connection, ending):
        # Head and first piece come at once: a head alone may already be an answer.
        connection.sendall(head + piece)
        while not ending.is_set():
            time.sleep(pause)
            connection.sendall(piece)

    return speak


def silent(_, ending):
    ending.wait()


def resets(connection, _):
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def greets(content):
    """Say something to whoever connects and hang up, without listening."""
    return lambda connection, _: connection.sendall(content)
