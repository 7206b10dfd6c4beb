# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redacted copies have the same length and no identifier, in any chunking and encoding."""

import base64
import gzip
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.scan.content import Content
from mendsky.scan.limits import Limits, Meter
from mendsky.scan.redaction import copy, copy_all, redacted
from mendsky.scan.sources import SourceError, sources
from tests.people import resident_id
from tests.scan.made import PEOPLE, TABLE, in_pieces

YEARS = (1800, 1899)


def hidden(nation, content, size):
    return b"".join(redacted(iter(in_pieces(content, size)), nation, YEARS))


@pytest.mark.parametrize("size", [1, 17, 64, 1 << 20])
def test_identifiers_are_stars_and_the_rest_stays(nation, size):
    made = hidden(nation, TABLE, size)
    assert len(made) == len(TABLE)
    assert made.decode() == re.sub(r"\d{17}[\dX]", "*" * 18, TABLE.decode())


def test_what_people_write_is_starred_too(nation):
    text = f"{PEOPLE[0][:6]} {PEOPLE[0][6:14]} {PEOPLE[0][14:]}, a mistyped 33010218990101000, 138 0013 8000"
    assert not re.search(rb"\d{5}", hidden(nation, text.encode(), 9))


def test_across_the_borders_of_what_is_held_back(nation):
    text = b"".join(b"%s %d, " % (resident_id(n).encode(), n) for n in range(60_000))
    made = hidden(nation, text, 1 << 17)
    assert len(made) == len(text)
    assert re.search(rb"\d{8}", made) is None
    assert made.count(b"*" * 18) == 60_000


def test_a_number_without_end_is_starred(nation):
    made = hidden(nation, b"1" * 3_000_000 + b" end", 1 << 18)
    assert made == b"*" * 3_000_000 + b" end"


def test_base64_that_holds_an_identifier_or_a_file_is_starred_and_other_is_not(nation):
    telling, packed = base64.b64encode(TABLE), base64.b64encode(gzip.compress(TABLE))
    inner = base64.b64encode(b"held: " + telling)
    plain = base64.b64encode(b"nothing to see here, nothing at all")
    text = b"a " + telling + b" b " + packed + b" c " + plain + b" d " + inner
    made = hidden(nation, text, 50)
    assert plain in made
    for secret in (telling, packed, inner):
        assert secret[:40] not in made


def test_the_encoding_stays(nation, tmp_path):
    for codec in ("utf-16", "utf-16-le", "gb18030", "utf-8-sig"):
        path = tmp_path / codec
        path.write_bytes(TABLE.decode().encode(codec))
        with (tmp_path / f"{codec}.out").open("wb") as file:
            copy(Content.of_file(path, Meter(Limits())), file, nation, YEARS)
        read = (tmp_path / f"{codec}.out").read_bytes().decode(codec)
        assert read == re.sub(r"\d{17}[\dX]", "*" * 18, TABLE.decode())


def test_texts_are_copied_and_containers_are_named(nation, tmp_path):
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.csv").write_bytes(TABLE)
    (tmp_path / f"in/deep/{PEOPLE[0]}.csv").write_bytes(TABLE)
    (tmp_path / "in/b.gz").write_bytes(gzip.compress(TABLE))
    wanted = list(sources([tmp_path / "in"]))
    done = copy_all(wanted, tmp_path / "out", nation=nation, birth_years=YEARS, limits=Limits())
    made = [path for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()]
    assert [str(path.relative_to(tmp_path / "out")) for path in made] == [
        "in/a.csv",
        f"in/deep/33{'*' * 16}.csv",
    ]
    assert [name.rsplit("/", 1)[1] for name in done.left_out] == ["b.gz"]
    assert len(done.written) == 2
    assert all(value.encode() not in path.read_bytes() for path in made for value in PEOPLE)


def test_nothing_is_overwritten_and_then_nothing_written(nation, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(TABLE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/b.csv").write_bytes(b"mine")
    wanted = list(sources([tmp_path / "a.csv", tmp_path / "b.csv"]))
    with pytest.raises(SourceError, match="is there already"):
        copy_all(wanted, tmp_path / "out", nation=nation, birth_years=YEARS, limits=Limits())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.csv"]
    assert (tmp_path / "out/b.csv").read_bytes() == b"mine"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.binary(max_size=30), st.integers(0, 5000)), max_size=8),
    st.integers(1, 40),
)
def test_no_copy_holds_an_identifier(nation, parts, size):
    text = b" ".join(around + b" " + resident_id(serial).encode() for around, serial in parts)
    made = hidden(nation, text, size)
    assert len(made) == len(text)
    for _, serial in parts:
        assert resident_id(serial).encode() not in made
