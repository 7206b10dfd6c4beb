# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core import identity
from mendsky.core.identity.packed import unpacked
from tests.people import table

TABLE = table(300).encode()


def zipped(content, how=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as archive:
        archive.writestr("people.csv", content)
    return packed.getvalue()


def tarred(content):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("people.csv")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue())


PACKED = {
    "gzip": gzip.compress(TABLE),
    "zip": zipped(TABLE),
    "zip, stored": zipped(TABLE, zipfile.ZIP_STORED),
    "tar.gz": tarred(TABLE),
}


@pytest.mark.parametrize("how", PACKED)
def test_the_beginning_of_what_is_packed_is_given_and_no_more_than_there_are_packed_bytes(how):
    head = PACKED[how][:900]
    inner = unpacked(head)
    assert inner
    assert TABLE.startswith(inner)
    assert len(inner) <= len(head)


@pytest.mark.parametrize("how", PACKED)
def test_people_in_a_packed_head_are_read(how, nation):
    reading = identity.read(PACKED[how][:900], nation, (1800, 1899))
    assert reading.occurrences > 5
    assert "name" in reading.classes


def test_a_bomb_is_unpacked_no_further_than_it_is_long():
    assert len(unpacked(gzip.compress(bytes(10_000_000)))) < 10_000


def test_what_is_not_packed_stays_as_it_is():
    assert unpacked(b"PK is a product key") == b"PK is a product key"
    assert unpacked(b"") == b""


@given(st.sampled_from([b"\x1f\x8b\x08", b"PK\x03\x04", b""]), st.binary(max_size=200))
def test_no_content_makes_it_raise(signature, rest):
    assert len(unpacked(signature + rest)) <= len(signature + rest)
