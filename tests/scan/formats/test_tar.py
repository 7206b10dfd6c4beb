# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tar: its three kinds of headers, packed, cut, damaged, and headers that want too much."""

import io
import tarfile

import pytest

from tests.scan.made import PEOPLE, TABLE, in_pieces, walked

LONG = "名单/" + "a" * 180 + ".csv"


def made(names, mode="w", form=tarfile.PAX_FORMAT, **more):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=form, **more) as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(TABLE)
            archive.addfile(member, io.BytesIO(TABLE))
    return file.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_file_is_read_whatever_the_headers(form):
    names = ["a.csv", "b/c.csv", *([] if form == tarfile.USTAR_FORMAT else [LONG])]
    for content in (made(names, form=form), in_pieces(made(names, form=form), 501)):
        done = walked(content, "t.tar")
        assert done.texts == {f"t.tar!{name}": TABLE for name in names}
        assert (done.names, done.causes) == (names, {})


@pytest.mark.parametrize("packing", ["gz", "bz2", "xz"])
def test_packed_it_is_unpacked_first(packing):
    done = walked(made(["a.csv"], f"w:{packing}"), f"t.tar.{packing}")
    assert done.texts == {f"t.tar.{packing}!t.tar!a.csv": TABLE}


def test_links_and_folders_have_no_bytes():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (
            ("folder", tarfile.DIRTYPE),
            ("link", tarfile.SYMTYPE),
            ("device", tarfile.CHRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type = kind
            archive.addfile(member)
    assert walked(file.getvalue(), "t.tar").texts == {}


def test_one_behind_another_is_read_too():
    done = walked(made(["a.csv"]) + made(["b.csv"]), "t.tar")
    assert (done.texts, done.causes) == ({"t.tar!a.csv": TABLE, "t.tar!b.csv": TABLE}, {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    whole = made(["a.csv", "b.csv"])
    done = walked(whole[: 1536 + 20], "t.tar")
    assert done.count(PEOPLE[0]) >= 1
    assert "truncated" in done.causes.values()


def test_a_damaged_header_ends_it_and_is_said():
    whole = bytearray(made(["a.csv", "b.csv"], form=tarfile.USTAR_FORMAT))
    whole[1024 + 10] ^= 0xFF
    done = walked(bytes(whole), "t.tar")
    assert done.texts == {"t.tar!a.csv": TABLE}
    assert done.causes == {"t.tar": "corrupt"}


def test_a_header_that_claims_gigabytes_for_a_name_is_refused():
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 4 << 30
    done = walked(header.tobuf(tarfile.USTAR_FORMAT) + b"\0" * 1024, "t.tar")
    assert done.causes == {"t.tar": "bomb"}
