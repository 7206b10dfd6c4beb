# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np

from mendsky.core.identity.cells import characters, trimmed


def trim(content, quotes):
    text = characters(content)
    start, end = trimmed(text, np.array([0]), np.array([len(content)]), quotes)
    return content[start[0] : end[0]]


def test_blanks_and_one_pair_of_quotes_are_taken_off():
    assert trim(b'  "a b" \t\r', b'"') == b"a b"
    assert trim(b'""a""', b'"') == b'"a"'
    assert trim(b"'a", b"'") == b"'a"
    assert trim(b"   ", b'"') == b""
    assert trim(b"", b'"') == b""
    assert trim(b'"', b'"') == b'"'
