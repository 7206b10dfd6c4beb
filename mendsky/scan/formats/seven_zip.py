# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""7z, through py7zr, which pushes: its thread and ours hand chunks over a short queue."""

import queue
import threading
from collections.abc import Iterator
from typing import Any

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.limits import Meter

MAGIC = b"7z\xbc\xaf\x27\x1c"
LZMA2, LZMA1 = b"\x21", b"\x03\x01\x01"
WAITING = 4
"""Chunks that may wait to be scanned."""
PIECE = 1 << 20

_Item = tuple[str, bytes] | BaseException | None


class AbandonedError(Exception):
    """Nobody reads on."""


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC)


def _members(content: Content) -> Iterator[Member | Flaw]:
    import py7zr  # noqa: PLC0415 - 0.1 s
    from py7zr import exceptions  # noqa: PLC0415 - as above

    known = (exceptions.ArchiveError, lzma_error(), EOFError, OSError, ValueError, LookupError)
    with content.file() as file:
        try:
            with py7zr.SevenZipFile(file, "r") as archive:
                if archive.needs_password():
                    raise UnreadError(Cause.ENCRYPTED)
                _check_dictionaries(archive, content.meter)
                yield from _pulled(archive, content.meter)
        except exceptions.PasswordRequired:
            raise UnreadError(Cause.ENCRYPTED) from None
        except exceptions.UnsupportedCompressionMethodError:
            raise UnreadError(Cause.UNSUPPORTED) from None
        except known:
            raise UnreadError(Cause.CORRUPT) from None


def lzma_error() -> type[Exception]:
    """Name what the decoder raises."""
    from lzma import LZMAError  # noqa: PLC0415 - beside py7zr

    return LZMAError


def _check_dictionaries(archive: Any, meter: Meter) -> None:
    """Refuse an archive whose decoder would ask for more memory than the limit."""
    streams = archive.header.main_streams
    for folder in streams.unpackinfo.folders if streams is not None else ():
        for coder in folder.coders:
            marks = coder.get("properties") or b""
            size = 0
            if coder["method"] == LZMA1 and len(marks) == 5:
                size = int.from_bytes(marks[1:], "little")
            elif coder["method"] == LZMA2 and marks:
                size = (2 | marks[0] & 1) << (marks[0] // 2 + 11)
            if size > meter.limits.dictionary:
                raise UnreadError(Cause.TOO_BIG)


def _pulled(archive: Any, meter: Meter) -> Iterator[Member | Flaw]:
    items: queue.Queue[_Item] = queue.Queue(WAITING)
    abandoned = threading.Event()
    thread = threading.Thread(target=_push, args=(archive, items, abandoned), daemon=True)
    thread.start()
    pulled = _Pulled(items, meter)
    try:
        while (name := pulled.next_name()) is not None:
            yield Member(name=name, chunks=pulled.chunks(name))
            pulled.pass_by(name)
    finally:
        abandoned.set()
        while thread.is_alive():
            pulled.drain()
            thread.join(0.01)


class _Pulled:
    """The reading end of the queue."""

    def __init__(self, items: "queue.Queue[_Item]", meter: Meter) -> None:
        self._items, self._meter = items, meter
        self._next: _Item = None
        self._ended = False

    def next_name(self) -> str | None:
        """Give the name of the member that comes next, or None at the end; raises what the reader raised."""
        if self._next is None and not self._ended:
            self._next = self._items.get()
            self._ended = self._next is None
        if isinstance(self._next, BaseException):
            failure, self._next, self._ended = self._next, None, True
            raise failure
        return None if self._next is None else self._next[0]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give what comes for one member."""
        while self.next_name() == name and isinstance(self._next, tuple):
            chunk, self._next = self._next[1], None
            self._meter.spend(len(chunk))
            yield chunk

    def pass_by(self, name: str) -> None:
        """Leave out what is left of a member."""
        for _ in self.chunks(name):
            pass

    def drain(self) -> None:
        """Take what still waits, so that the pushing thread can see that it was abandoned."""
        while not self._items.empty():
            self._items.get_nowait()


def _push(archive: Any, items: "queue.Queue[_Item]", abandoned: threading.Event) -> None:
    try:
        archive.extractall(factory=_factory(items, abandoned))
    except BaseException as failure:  # noqa: BLE001 - raised anew by the reading end
        items.put(failure)
    else:
        items.put(None)


def _factory(items: "queue.Queue[_Item]", abandoned: threading.Event) -> Any:
    from py7zr.io import Py7zIO, WriterFactory  # noqa: PLC0415 - 0.1 s

    class Writer(Py7zIO):
        def __init__(self, name: str) -> None:
            self._name, self._size = name, 0

        def write(self, s: bytes | bytearray) -> int:
            for at in range(0, len(s), PIECE):
                if abandoned.is_set():
                    raise AbandonedError
                items.put((self._name, bytes(s[at : at + PIECE])))
            self._size += len(s)
            return len(s)

        def read(self, size: int | None = None) -> bytes:
            del size
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            del whence
            return offset

        def flush(self) -> None:
            return

        def size(self) -> int:
            return self._size

    class Factory(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            return Writer(filename)

    return Factory()


FORMAT = Format(
    name="7z",
    about="Every file in it, by any method that py7zr knows.",
    reads="file",
    recognises=_recognises,
    members=_members,
    names=True,
)
