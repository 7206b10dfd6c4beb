# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scan sources: walk through each and count what stands there, several at a time where asked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING

from mendsky.core.census.summary import Piece, Summary, Sums, Totals
from mendsky.core.identity import redact
from mendsky.core.terms.nations import Nation
from mendsky.scan.causes import Cause
from mendsky.scan.limits import Limits
from mendsky.scan.sources import Source
from mendsky.scan.walk import Begin, End, Named, Undetermined, walk

if TYPE_CHECKING:
    from mendsky.scan.stages import Stages

Progress = Callable[[str, int], None]
"""Told the source that is read, and the bytes read of it since it was last told."""
LARGE = 1 << 22
"""Bytes from which on a source is worth threads of its own."""
GIVEN = 1 << 21
"""Bytes after which one of several threads gives what it summed up."""
NAMES = 1 << 16
"""Names of members that are looked at together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A place that was not read to its end."""

    path: str
    """Containers first, parted by `!`; what may be an identifier in it is starred."""
    cause: Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a scan found."""

    summary: Summary
    bytes: int
    """Bytes read of the sources, packed as they are."""
    undetermined: tuple[Unread, ...]

    @property
    def found(self) -> bool:
        """Say whether anything of a person was found, be it masked or damaged."""
        return bool(self.summary.kinds or self.summary.masked or self.summary.damaged_columns)


def scan(
    wanted: Iterable[Source],
    *,
    nation: Nation,
    birth_years: tuple[int, int],
    key: bytes,
    limits: Limits | None = None,
    jobs: int = 1,
    progress: Progress = lambda _name, _size: None,
) -> Outcome:
    """Scan all sources in `jobs` threads, large ones in several; `key` is a fresh random one of 16 bytes.

    What a source holds raises nothing; what `wanted` raises comes through.
    """
    several = list(wanted)
    queue, lock, stop = iter(several), Lock(), Event()
    totals = Totals(nation=nation, birth_years=birth_years, key=key)
    number = min(jobs, len(several))
    others = (
        [Totals(nation=nation, birth_years=birth_years, key=key, among=number) for _ in range(number)]
        if number > 1
        else []
    )
    # A source that takes one thread longer than all the rest takes the others is worth several.
    large = max(sum(source.size for source in several) // jobs, LARGE) if jobs > 1 else None

    def take(sums: Sums) -> None:
        with lock:
            totals.absorb(sums)

    readers = [
        _Reader(one, limits or Limits(), progress, stop, give=take if others else None, large=large)
        for one in others or [totals]
    ]

    def work(reader: _Reader) -> None:
        try:
            for source in _taken(queue, lock):
                reader.read(source)
        finally:
            reader.close()

    if len(readers) == 1:
        work(readers[0])
    else:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for several only

        with ThreadPoolExecutor(len(readers)) as pool:
            working = [pool.submit(work, reader) for reader in readers]
            try:
                for done in working:
                    done.result()
            finally:
                stop.set()
    return Outcome(
        summary=totals.result(),
        bytes=sum(reader.bytes for reader in readers),
        undetermined=tuple(
            Unread(path=starred(one.name, nation, birth_years), cause=one.cause)
            for reader in readers
            for one in reader.undetermined
        ),
    )


def starred(name: str, nation: Nation, birth_years: tuple[int, int]) -> str:
    """Give a name in which identifiers are starred, and control characters too, for it will be shown."""
    shown = redact(name.encode("utf-8", "replace"), nation, birth_years).decode("utf-8", "replace")
    return "".join(one if one.isprintable() else "*" for one in shown)


def _taken(queue: Iterator[Source], lock: Lock) -> Iterator[Source]:
    """Take one source after the other, each of several threads its own."""
    while True:
        with lock:
            source = next(queue, None)
        if source is None:
            return
        yield source


class _Reader:
    """Reads sources one after the other."""

    def __init__(
        self,
        totals: Totals,
        limits: Limits,
        progress: Progress,
        stop: Event,
        *,
        give: Callable[[Sums], None] | None,
        large: int | None,
    ) -> None:
        self.bytes = 0
        self.undetermined: list[Undetermined] = []
        self._totals, self._limits, self._progress, self._stop = totals, limits, progress, stop
        self._give = give
        """Takes what was summed up, where the totals are not those of all."""
        self._large = large
        """Bytes from which on a source has several threads; None for never."""
        self._texts: list[Piece] = []
        """Texts that have begun, each within the one before."""
        self._names: list[str] = []
        self._stages: Stages | None = None
        """Threads for large sources, once there was one."""
        self._fed = 0
        """Bytes that were fed since sums were last given."""

    def close(self) -> None:
        """End the threads."""
        if self._stages is not None:
            self._stages.close()

    def read(self, source: Source) -> None:
        """Read one source to its end."""
        self._name(source.own)
        if source.cause is not None:
            self.undetermined.append(Undetermined(name=source.name, cause=source.cause))
        else:
            self._read(source)
        if not self._stop.is_set():
            self._read_names()
            self._settle()

    def _read(self, source: Source) -> None:
        large = self._large is not None and (source.path is None or source.size > self._large)
        if large and self._stages is None:
            from mendsky.scan.stages import Stages  # noqa: PLC0415 - for large ones only

            self._stages = Stages()
        content = source.opened(self._limits)
        told = 0
        for event in walk(content):
            if self._stop.is_set():
                return
            match event:
                case bytes():
                    self._feed(self._texts[-1], event)
                    self._progress(source.name, content.meter.read - told)
                    told = content.meter.read
                case Begin():
                    self._texts.append(self._totals.piece())
                case End():
                    self._feed(self._texts.pop(), None)
                case Named():
                    self._name(event.name)
                case Undetermined():
                    self.undetermined.append(event)
        self._progress(source.name, content.meter.read - told)
        self.bytes += content.meter.read

    def _settle(self) -> None:
        """Wait until all is counted that was fed, and give it, so that little is held by each thread."""
        self._fed = 0
        if self._stages is not None:
            self._stages.settle()
        if self._give is not None:
            sums, self._totals.sums = self._totals.sums, Sums()
            self._give(sums)

    def _feed(self, piece: Piece, chunk: bytes | None) -> None:
        if self._stages is None:
            piece.feed(chunk)
        else:
            self._stages.feed(piece, chunk)
        self._fed += len(chunk or b"")
        if self._give is not None and self._fed >= GIVEN:
            self._settle()

    def _name(self, name: str) -> None:
        """Put a name aside, to be looked at like a text: `zhang-san-<number>.pdf` tells who."""
        if name:
            self._names.append(name)
        if len(self._names) >= NAMES:
            self._read_names()

    def _read_names(self) -> None:
        if self._names:
            names = self._totals.piece()
            self._feed(names, "\n".join(self._names).encode("utf-8", "replace"))
            self._feed(names, None)
            self._names.clear()
