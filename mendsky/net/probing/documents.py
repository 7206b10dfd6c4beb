# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A document that a server gave: its text, read in memory as far as the grant lets a sample read.

It is taken apart in a process of its own, without our environment; what that process says of a
failure is never looked at, for it may quote the document.
"""

import signal
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path

from mendsky.core import identity
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Body, Get, Page, Reading
from mendsky.core.terms.values import value
from mendsky.net.probing.curl import Answered
from mendsky.scan.causes import Cause as Flaw
from mendsky.scan.texts import Texts, from_frames, is_document

SERVED = frozenset({200, 206})
SECONDS = 20.0
"""Until a reader is ended that has not finished."""
TOO_LARGE = frozenset({Flaw.BOMB, Flaw.TOO_BIG, Flaw.TOO_DEEP})
LIMITED = frozenset({-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT})
"""How a reader ends that wanted more time or memory than it may have."""
READER = (sys.executable, "-m", "mendsky.scan.texts")
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[3])}
"""All that the reader is told: nothing that could be given away."""


@value
class Wanted:
    """A document, and how far it may be read."""

    content: bytes = field(repr=False)
    records: int
    """People of whom what is read may tell."""
    nation: Nation = field(repr=False)
    birth_years: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What was read of a document."""

    text: bytes = field(default=b"", repr=False)
    """The beginning of that text in it which tells of most people, as far as it was read."""
    whole: int = 0
    """Bytes of all of that text."""
    reading: Reading = field(default_factory=Reading)
    """Of the beginning."""
    unread: Cause | None = None
    """Why some of the document was not read; that enough had been read is no reason."""


def read(wanted: Wanted) -> Document:
    """Read a document, or a text in its place; takes a quarter of a second, and at most `SECONDS`.

    Raises nothing: where no process can be started, or we cannot read what it gives, that is our failure.
    """
    try:
        return _read(wanted)
    except Exception:  # noqa: BLE001 - told apart as ours, without words that may quote the document
        return Document(unread=Cause.OUR_FAILURE)


def page(
    question: Get, answered: Answered, nation: Nation, birth_years: tuple[int, int]
) -> Generator[Wanted, object, Page]:
    """Make the page of what a document tells that was served, and wipe what came."""
    content = bytes(answered.body)
    answered.body[:] = bytes(len(answered.body))
    came = yield Wanted(content=content, records=question.records, nation=nation, birth_years=birth_years)
    document = came if isinstance(came, Document) else Document()
    return Page(
        target=question.target,
        status=answered.status,
        headers=answered.headers,
        body=Body(document.text),
        reading=document.reading,
        failure=None if document is came else Cause.STOPPED,
        cut=answered.cut,
        whole=document.whole,
        unread=Cause.TOO_LARGE if answered.cut else document.unread,
    )


def _read(wanted: Wanted) -> Document:
    """Read text by text until as many people as are wanted were told of."""
    told = Texts(texts=(wanted.content,))
    if is_document(wanted.content):
        told = _texts(wanted.content)
    best, most, left = Document(), -1, wanted.records
    for text in told.texts:
        end = identity.beginning(text, wanted.nation, wanted.birth_years, most=left)
        reading = identity.read(text[:end], wanted.nation, wanted.birth_years)
        found = identity.people(reading)
        left -= found
        if found > most:
            best, most = Document(text=text[:end], whole=len(text), reading=reading), found
    return replace(best, unread=_cause(told.cause))


def _texts(content: bytes) -> Texts:
    try:
        done = subprocess.run(  # noqa: S603 - our own module, literally
            READER,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Texts(cause=Flaw.TOO_BIG)
    if done.returncode > 0:
        msg = "the reader of documents failed by itself"
        raise ChildProcessError(msg)
    told = from_frames(done.stdout)
    return replace(told, cause=Flaw.TOO_BIG) if done.returncode in LIMITED else told


def _cause(flaw: Flaw | None) -> Cause | None:
    if flaw is None:
        return None
    return Cause.TOO_LARGE if flaw in TOO_LARGE else Cause.UNREADABLE
