# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write copies of text in which identifiers are starred; containers are named, not copied."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mendsky.core.identity import Identifiers, Stream, find
from mendsky.core.identity.base64_runs import ALPHABET, decoded, found
from mendsky.core.identity.find import kernels_loaded
from mendsky.core.identity.redact import hide, long_numbers
from mendsky.core.terms.nations import Nation
from mendsky.scan import encoding
from mendsky.scan.causes import UnreadError
from mendsky.scan.content import Content
from mendsky.scan.limits import Limits
from mendsky.scan.scan import starred
from mendsky.scan.sources import Source, SourceError
from mendsky.scan.walk import recognised

STAR = b"*"
HELD_BACK = 1 << 18
"""Bytes that are not written yet, since what follows may tell that they are part of an identifier."""
LONGEST = 1 << 20
"""Bytes of a number or a run of base64 that are looked at whole; a longer one is starred."""
MAY_GO_ON = frozenset(ALPHABET + b" -=\\\r\n")
"""Bytes that do not end a number or a run of base64."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copies:
    """What was written."""

    written: tuple[str, ...]
    """Names of the copies."""
    left_out: tuple[str, ...]
    """Names of the sources that are containers or could not be read to their end."""


def targets(
    wanted: Sequence[Source], folder: Path, nation: Nation, years: tuple[int, int]
) -> dict[int, Path]:
    """Say where the copy of each source will stand, by its place in the sequence.

    Raises `SourceError` where something stands there already, and for standard input.
    """
    found: dict[int, Path] = {}
    for place, source in enumerate(wanted):
        if source.path is None:
            msg = "standard input cannot be copied: name files or folders with --redact"
            raise SourceError(msg)
        inner = Path(starred(source.below, nation, years))
        target = folder / inner
        if target.exists() or target in found.values():
            msg = f"{target} is there already, or two sources come to it: name an empty folder with -o"
            raise SourceError(msg)
        found[place] = target
    return found


def copy_all(
    wanted: Sequence[Source], folder: Path, *, nation: Nation, birth_years: tuple[int, int], limits: Limits
) -> Copies:
    """Copy all sources that are text into a folder; raises `SourceError` before anything is written."""
    places = targets(wanted, folder, nation, birth_years)
    written, left_out = [], []
    for place, source in enumerate(wanted):
        content = source.opened(limits) if source.cause is None else None
        shown = starred(source.name, nation, birth_years)
        if content is None or recognised(source.name, content.head) is not None:
            left_out.append(shown)
            continue
        target = places[place]
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                copy(content, file, nation, birth_years)
        except UnreadError:
            target.unlink()
            left_out.append(shown)
        else:
            written.append(str(target))
    return Copies(written=tuple(written), left_out=tuple(left_out))


def copy(content: Content, file: BinaryIO, nation: Nation, birth_years: tuple[int, int]) -> None:
    """Write text of the same length and encoding in which identifiers are stars."""
    head = content.head
    codec, mark = encoding.foreign(head), encoding.without_mark(head)
    hidden = redacted(
        content.chunks() if codec is None else _after(content, mark, codec), nation, birth_years
    )
    if codec is None:
        file.writelines(hidden)
        return
    file.write(head[:mark])
    reader = codecs.getincrementaldecoder("utf-8")("replace")
    file.writelines(reader.decode(chunk).encode(codec, "replace") for chunk in hidden)


def redacted(chunks: Iterator[bytes], nation: Nation, birth_years: tuple[int, int]) -> Iterator[bytes]:
    """Give chunks in which identifiers of any tier, long numbers and base64 that holds any are stars."""
    stream = Stream(nation, birth_years)
    held, written = bytearray(), 0
    for chunk in chunks:
        held += chunk
        _star(held, written, stream.feed(chunk))
        if len(held) >= 2 * HELD_BACK and (cut := _cut(held, len(held) - HELD_BACK)):
            yield _without_numbers(bytes(held[:cut]), nation, birth_years)
            del held[:cut]
            written += cut
    _star(held, written, stream.end())
    yield _without_numbers(bytes(held), nation, birth_years)


def _star(held: bytearray, at: int, found: Identifiers) -> None:
    """Star what was found; the first byte held is at this offset."""
    start = found.offset - at
    hide(held, start, start + found.length)


def _cut(held: bytearray, most: int) -> int:
    """Give where to cut so that no number and no base64 goes on behind the cut."""
    cut = most
    while cut and held[cut - 1] in MAY_GO_ON and held[cut] in MAY_GO_ON:
        cut -= 1
    if cut or len(held) < LONGEST:
        return cut
    # No number is as long: whatever it is, it is not copied.
    held[:most] = STAR * most
    return most


def _without_numbers(text: bytes, nation: Nation, birth_years: tuple[int, int]) -> bytes:
    made = bytearray(text)
    hide(made, *long_numbers(text))
    for run in list(found(text, large=kernels_loaded())):
        if any(_tells(piece, nation, birth_years) for piece in decoded(run[0])):
            made[run.start() : run.end()] = STAR * len(run[0])
    return bytes(made)


def _tells(piece: bytes, nation: Nation, birth_years: tuple[int, int]) -> bool:
    """Say whether what base64 held has an identifier, or may have one packed."""
    if recognised("", piece) is not None or len(long_numbers(piece)[0]):
        return True
    codec = encoding.foreign(piece)
    plain = piece if codec is None else b"".join(encoding.in_utf8(iter((piece,)), codec))
    return len(find(plain, nation, birth_years)) > 0 or any(
        _tells(inner, nation, birth_years) for run in found(plain) for inner in decoded(run[0])
    )


def _after(content: Content, mark: int, codec: str) -> Iterator[bytes]:
    chunks = content.chunks()
    return encoding.in_utf8(encoding.without(chunks, mark), codec)
