# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A scan counts each identifier once, says what it could not read, and never lets a value out."""

import io
import json
import logging
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content
from mendsky.scan.limits import Meter
from mendsky.scan.scan import scan, starred
from mendsky.scan.sources import Source, sources
from tests.people import resident_id
from tests.scan.made import PEOPLE, TABLE, in_pieces, zipped
from tests.scan.samples import samples

YEARS = (1800, 1899)
KEY = bytes(range(16))
KIND = "cn-resident-id"


class Given(Source):
    """A source whose content is handed in."""

    def opened(self, limits):
        return CONTENTS[self.name](Meter(limits))


CONTENTS = {}


def given_source(name, make):
    CONTENTS[name] = make
    return Given(name=name, path=None, size=0, below=name, own="")


def of_bytes(name, content):
    return given_source(name, lambda meter: Content.of_bytes(name, content, meter))


def run(nation, *wanted, **more):
    return scan(wanted, nation=nation, birth_years=YEARS, key=KEY, **more)


@pytest.mark.parametrize("name", list(samples()))
def test_every_format_gives_its_people(nation, name):
    outcome = run(nation, of_bytes(name, samples()[name]))
    assert outcome.summary.people.point == len(PEOPLE)
    assert outcome.summary.kinds[KIND].distinct.point == len(PEOPLE)
    assert outcome.undetermined == ()
    assert outcome.found


def test_the_same_people_in_many_places_are_counted_once(nation):
    outcome = run(nation, *(of_bytes(name, content) for name, content in samples().items()), jobs=2)
    assert outcome.summary.people.point == len(PEOPLE)
    assert outcome.summary.kinds[KIND].occurrences >= len(PEOPLE) * len(samples())


def test_it_is_the_same_however_often_a_thread_gives_what_it_summed_up(nation, monkeypatch):
    wanted = [of_bytes(name, content) for name, content in samples().items()]
    alone = run(nation, *wanted).summary
    monkeypatch.setattr("mendsky.scan.scan.GIVEN", 1)
    assert run(nation, *wanted, jobs=3).summary == alone


@pytest.mark.parametrize("size", [1, 5, 17, 18, 19, 64, 4096])
def test_an_identifier_across_chunks_is_found_once(nation, size):
    text = ("号码 " + ", ".join(resident_id(n) for n in range(300)) + "\n").encode()
    made = given_source("a", lambda meter: Content("a", iter(in_pieces(text, size)), meter))
    outcome = run(nation, made)
    assert (outcome.summary.kinds[KIND].occurrences, outcome.summary.people.point) == (300, 300)


def test_names_of_files_and_members_are_looked_at_too(nation, tmp_path):
    (tmp_path / f"{PEOPLE[0]}.txt").write_bytes(b"nothing")
    (tmp_path / "a.zip").write_bytes(zipped({f"{PEOPLE[1]}/x": b"nothing"}))
    outcome = scan(sources([tmp_path]), nation=nation, birth_years=YEARS, key=KEY)
    assert outcome.summary.kinds[KIND].distinct.point == 2


def test_what_could_not_be_read_is_said_without_the_identifier_in_its_name(nation):
    outcome = run(nation, of_bytes("a.zip", zipped({f"{PEOPLE[0]}.gz": b"\x1f\x8b\x08 broken"})))
    [unread] = outcome.undetermined
    assert (unread.cause, unread.path) == (Cause.TRUNCATED, "a.zip!33****************.gz!33****************")


def test_a_folder_that_cannot_be_opened_is_said(nation):
    source = Source(name="closed", path=None, size=0, below="", own="", cause=Cause.UNREADABLE)
    assert [one.cause for one in run(nation, source).undetermined] == [Cause.UNREADABLE]


def test_the_name_of_what_cannot_be_opened_is_looked_at_though_nothing_comes_after_it(nation):
    source = Source(name="x", path=None, size=0, below="x", own=f"{PEOPLE[0]}.csv", cause=Cause.UNREADABLE)
    assert run(nation, source).summary.kinds[KIND].distinct.point == 1


def test_nothing_is_nothing(nation):
    outcome = run(nation, of_bytes("a", b"nothing here"))
    assert (outcome.found, outcome.undetermined, outcome.summary.people.point) == (False, (), 0)


def test_progress_is_told_of_every_byte(nation, tmp_path):
    (tmp_path / "a").write_bytes(b"x " * 2_000_000)
    (tmp_path / "b").write_bytes(samples()["a.sqlite"])
    told = []
    outcome = scan(
        sources([tmp_path]), nation=nation, birth_years=YEARS, key=KEY,
        progress=lambda name, size: told.append((name, size)),
    )  # fmt: skip
    assert sum(size for _, size in told) == outcome.bytes == 4_000_000 + len(samples()["a.sqlite"])


def test_control_characters_in_names_do_not_reach_the_terminal(nation):
    assert starred("a\x1b[31m\nb", nation, YEARS) == "a*[31m*b"


class Failing(io.BytesIO):
    """A file that raises at its n-th read or seek, with a value in its words."""

    def __init__(self, content, left):
        super().__init__(content)
        self.left = left

    def _count(self):
        self.left -= 1
        if self.left < 0:
            raise ValueError(PEOPLE[0])

    def read(self, *arguments):
        self._count()
        return super().read(*arguments)

    def readinto(self, buffer):
        self._count()
        return super().readinto(buffer)

    def seek(self, *arguments):
        self._count()
        return super().seek(*arguments)


def silent(outcome, seen, caplog):
    """Hold that nothing said anywhere has a value."""
    for value in PEOPLE:
        for text in (repr(outcome), str(outcome), seen.out, seen.err, caplog.text):
            assert value not in text
            assert value[:14] not in text


@pytest.mark.parametrize("name", list(samples()))
def test_a_parser_that_raises_at_any_read_lets_nothing_out(nation, name, monkeypatch, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    content = samples()[name]

    def failing_chunks(size, left):
        for place, piece in enumerate(in_pieces(content, size)):
            if place == left:
                raise OSError(PEOPLE[0])
            yield piece

    for left in range(40):
        size = max(len(content) // 40, 1)
        made = given_source(
            name, lambda meter, size=size, left=left: Content(name, failing_chunks(size, left), meter)
        )
        outcome = run(nation, made)
        assert outcome.undetermined, left
        silent(outcome, capfd.readouterr(), caplog)
    for left in range(0, 60, 3):
        monkeypatch.setattr(Content, "file", lambda _self, left=left: Failing(content, left))
        outcome = run(nation, given_source(name, lambda meter: Content(name, iter((content,)), meter)))
        silent(outcome, capfd.readouterr(), caplog)


@pytest.mark.parametrize("name", list(samples()))
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_anywhere_lets_nothing_out_and_ends(nation, capfd, caplog, name, data):
    content = bytearray(samples()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(1, len(content)))])
    outcome = run(nation, of_bytes(name, content))
    silent(outcome, capfd.readouterr(), caplog)


LIMITED = """
import resource, sys
from pathlib import Path
from mendsky.nations.identity import load_identity
from mendsky.scan.scan import scan
from mendsky.scan.sources import sources
import concurrent.futures.thread, mendsky.scan.redaction
import isal.igzip_lib, charset_normalizer, sqlite3, email.parser, py7zr
nation = load_identity("cn")
run = lambda path: scan(sources([path]), nation=nation, birth_years=(1800, 1899), key=bytes(16), jobs=2)
run(Path(sys.argv[2]))
held = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmSize:"))) << 10
resource.setrlimit(resource.RLIMIT_AS, (held + (120 << 20),) * 2)
outcome = run(Path(sys.argv[1]))
print(outcome.summary.people.point, outcome.bytes, [one.cause.value for one in outcome.undetermined])
"""


def limited(path, small):
    """Scan in a process that may have 120 MB beyond what it needs to be there."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(small)], capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split(maxsplit=2)


@pytest.fixture
def small(tmp_path):
    # Large enough that the kernels are loaded, or compiled, before memory is limited.
    text = ("姓名,身份证号,电话\n" + f"虚构,{PEOPLE[0]},13800138000\n" * 60_000).encode()
    (tmp_path / "small.csv").write_bytes(text + b'"quoted", a@example.org')
    return tmp_path / "small.csv"


@pytest.mark.deep
def test_memory_is_capped_for_a_file_far_larger(tmp_path, small):
    with (tmp_path / "sparse").open("wb") as file:
        for gigabyte in range(1):
            file.seek((gigabyte + 1) << 29)
            file.write(b"\n" + TABLE)
    people, size, causes = limited(tmp_path / "sparse", small)
    assert (people, int(size) > 1 << 29, causes.strip()) == ("3", True, "[]")


def dense(path, first, rows):
    """Write a table with a telephone number and an address a row, each of them once."""
    with path.open("w") as file:
        file.write("号码,手机,邮箱\n")
        file.writelines(f"{n},138{n:08d},u{n}@example.org\n" for n in range(first, first + rows))


SCANNING = """
import runpy, sys
sys.argv[0] = "mendsky"
try:
    runpy.run_module("mendsky.cli", run_name="__main__")
finally:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process held at most")
@pytest.mark.parametrize("jobs", [2, pytest.param(4, marks=pytest.mark.deep)])
def test_several_large_files_take_less_than_300_megabytes(tmp_path, jobs):
    import subprocess

    for number in range(4):
        dense(tmp_path / f"{number}.csv", number * 600_000, 600_000)
    command = [sys.executable, "-c", SCANNING, "scan", "--json", "--jobs", str(jobs), tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    *printed, held = done.stdout.splitlines()
    assert json.loads("".join(printed))["kinds"]["cn-mobile"]["occurrences"] == 2_400_000
    assert int(held) >> 10 < 300


def test_memory_is_capped_for_a_line_without_end_and_a_packed_one(tmp_path, small):
    import gzip

    with gzip.open(tmp_path / "line.gz", "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(b'{"more": "words and words, " ,' * 30_000)
        file.write(TABLE)
    people, _, causes = limited(tmp_path / "line.gz", small)
    assert (people, causes.strip()) == ("3", "[]")


def test_memory_is_capped_for_containers_that_must_be_held(tmp_path, small):
    (tmp_path / "a.zip").write_bytes(
        zipped({"a.sqlite": b"SQLite format 3\0" + bytes(200 << 20), "a.csv": TABLE})
    )
    people, _, causes = limited(tmp_path / "a.zip", small)
    assert (people, causes.strip()) == ("3", "['too-big']")
