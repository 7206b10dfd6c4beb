# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity.encoding import decoded, flat, is_utf8, spelled_out, spellings


def test_utf8_is_known_even_when_cut():
    assert is_utf8("补天".encode()[:-1])
    assert not is_utf8("补天".encode("gb18030"))
    assert is_utf8(b"plain")


def test_text_comes_back_from_either_encoding():
    assert decoded("补天".encode()) == "补天"
    assert decoded("补天".encode("gb18030")) == "补天"
    assert decoded("补天".encode()[:-1]) == "补\ufffd"


def test_escapes_are_spelled_out_and_plain_bytes_are_given_back_as_they_are():
    assert spelled_out(rb"\u8865\u5929") == ("补天", "补天".encode())
    assert spelled_out("补天".encode("gb18030")) == ("补天", "补天".encode())
    plain = "补天".encode()
    assert spelled_out(plain)[1] is plain


def test_a_gb18030_character_and_an_escape_leave_no_letter():
    assert flat("镕7".encode("gb18030")) == b"\x80\x807"
    assert flat(rb"\n7\u4e2d7") == b"\x80\x807" + b"\x80" * 6 + b"7"


def test_a_word_is_spelled_as_pages_do():
    assert spellings("手") == ("手".encode(), "手".encode("gb18030"), rb"\u624b")
    assert spellings("tel") == (b"tel",)


@given(st.binary())
def test_flattening_keeps_the_length(content):
    assert len(flat(content)) == len(content)
