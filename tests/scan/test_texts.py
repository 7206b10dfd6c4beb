# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents as a process of its own reads them: every text, the causes, and its bounds."""

import signal
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.scan.causes import Cause
from mendsky.scan.texts import FRAME, MOST_TEXT, TEXT, UNREAD, frames, from_frames, is_document
from tests.scan.formats.test_workbook import MAIN, xlsx
from tests.scan.made import PEOPLE, zipped
from tests.scan.samples import samples


def far_apart():
    """Make a workbook of two cells, in the first and in the last place that a sheet has."""
    places = ((1, "A1"), (1048576, "XFD1048576"))
    cells = "".join(f'<row r="{row}"><c r="{place}"><v>1</v></c></row>' for row, place in places)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return xlsx([["x"]], **{"xl/worksheets/sheet1.xml": sheet})


def zeros():
    """Make a zip that unpacks to a thousand times its size."""
    return zipped({f"{number}.txt": bytes(60_000_000) for number in range(2)})


def texts(content):
    return from_frames(b"".join(frames(content)))


def apart(content):
    """Read a content in a process of its own; gives its exit status and what it wrote."""
    command = [sys.executable, "-m", "mendsky.scan.texts"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    return done.returncode, from_frames(done.stdout)


@pytest.mark.parametrize("name", samples())
def test_every_text_of_a_document_comes_whole(name):
    read = texts(samples()[name])
    found = b"\n".join(read.texts)
    assert read.cause is None
    assert all(found.count(value.encode()) >= 1 for value in PEOPLE)
    assert PEOPLE[0] not in repr(read)


def test_text_is_no_document():
    for name, content in samples().items():
        assert is_document(content) is not name.endswith((".csv", ".txt")), name
    assert not is_document(b"<!doctype html><p>x")
    assert not is_document(b"")


def test_a_process_of_its_own_gives_the_same():
    content = samples()["a.xlsx"]
    assert apart(content) == (0, texts(content))


def test_one_that_would_take_all_memory_is_ended():
    status, read = apart(far_apart())
    assert status in {0, -signal.SIGABRT}
    assert read.cause in {Cause.FAILED, Cause.TOO_BIG}


def test_a_bomb_is_refused():
    status, read = apart(zeros())
    assert (status, read.cause) in {(0, Cause.BOMB), (0, Cause.TOO_BIG)}


def test_more_text_than_is_given_is_said():
    read = texts(b"one line\n" * (MOST_TEXT // 8))
    assert MOST_TEXT < sum(map(len, read.texts)) < MOST_TEXT + 2_000_000
    assert read.cause is Cause.TOO_BIG


def test_a_document_without_text_is_not_empty_but_unread():
    assert texts(zipped({})).cause is Cause.UNSUPPORTED


def test_what_broke_off_has_a_cause_and_what_came_before():
    written = b"".join(frames(samples()["a.zip"]))
    whole = from_frames(written)
    assert whole.cause is None
    broken = from_frames(written[: -2 * FRAME.size])
    assert (broken.texts, broken.cause) == (whole.texts[:1], Cause.FAILED)


FRAMES = st.tuples(st.sampled_from([TEXT, UNREAD]), st.sampled_from([b"bomb", b"corrupt"]))


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAMES, max_size=6), st.integers(min_value=0, max_value=60))
def test_frames_cut_anywhere_are_never_taken_for_a_whole(written, cut):
    whole = b"".join(FRAME.pack(kind, len(held)) + held for kind, held in written)
    read = from_frames(whole[:cut])
    assert read.cause is not None
    assert len(read.texts) <= len(written)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["a.xlsx", "a.xls", "a.docx", "a.pdf", "a.zip"]), st.data())
def test_damage_anywhere_raises_nothing(name, data):
    content = bytearray(samples()[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=5)):
        content[place] ^= 0x55
    assert isinstance(texts(bytes(content)).texts, tuple)
