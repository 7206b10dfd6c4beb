# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import numpy as np
import pytest

from mendsky.core.identity.compiled import kernels

pytestmark = pytest.mark.skipif(kernels() is None, reason="numba does not run here")
TESTS = {
    "digits": lambda byte: 48 <= byte <= 57,
    "letters": lambda byte: chr(byte).isalpha() and byte < 128,
    "glued": lambda byte: chr(byte).isalnum() and byte < 128,
    "capitals": lambda byte: 65 <= byte <= 90,
    "beyond_ascii": lambda byte: byte >= 128,
    "line_ends": lambda byte: byte == 10,
    "points": lambda byte: byte == 46,
    "quotes": lambda byte: byte == 34,
    "noughts": lambda byte: byte == 0,
}


@pytest.mark.parametrize("name", TESTS)
def test_a_mask_has_a_bit_for_each_byte_that_passes(name):
    import numba

    from mendsky.core.identity import vectors

    mask = getattr(vectors, name)
    ask = numba.njit(lambda array, index: mask(array, index))  # noqa: PLW0108 - numba calls it
    every = np.arange(256, dtype=np.uint8)
    bits = [int(ask(every, at)) >> place & 1 for at in range(0, 256, 64) for place in range(64)]
    assert bits == [int(TESTS[name](byte)) for byte in range(256)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("signs", b"@..+..\\..&#.\xa3.\xa3.\xef..\xef.&.\xa3\xa3.\xef\xef"),
        ("tables", b"<table <TABLE <tab <tr <td <body <t?b <"),
    ],
)
def test_a_mask_of_several_bytes_looks_further_on(name, content):
    import numba

    from mendsky.core.identity import vectors

    mask = getattr(vectors, name)
    ask = numba.njit(lambda array, index: mask(array, index))  # noqa: PLW0108 - numba calls it
    found = int(ask(np.frombuffer(content.ljust(80, b"."), dtype=np.uint8), 0))
    expected = {"signs": rb"[@+\\]|&(?=#)|\xa3(?=.\xa3)|\xef(?=..\xef)", "tables": rb"<(?=[tT].[bB])"}[name]
    places = {match.start() for match in re.finditer(expected, content)}
    assert places
    assert {place for place in range(64) if found >> place & 1} == places


def test_what_was_compiled_of_other_sources_is_not_taken(monkeypatch):
    from mendsky.core.identity import vectors

    def one(number):
        return number + 1

    def stamp():
        return vectors.compiled(one)._cache._cache_file._source_stamp

    before = stamp()
    assert stamp() == before
    monkeypatch.setattr(vectors, "PARTS", vectors.PARTS[:1])
    vectors._parts.cache_clear()
    assert stamp() != before
    monkeypatch.undo()
    vectors._parts.cache_clear()
