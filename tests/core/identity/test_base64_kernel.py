# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kernel of base64 runs says what the arrays say: see `test_base64_runs`."""

import numpy as np

from mendsky.core.identity.base64_kernel import runs
from mendsky.core.identity.base64_runs import KNOWN, LEAST, TELLING


def starts(text, room=9):
    places = np.empty(room, dtype=np.int64)
    return places[
        : runs(np.frombuffer(text, dtype=np.uint8), KNOWN.view(np.uint8), TELLING, LEAST, places)
    ].tolist()


def test_runs_are_found_at_both_ends_and_in_the_middle():
    assert starts(b"x" * 24 + b" " + b"y" * 23 + b" " + b"z" * 30) == [0, 49]
    assert starts(b"") == starts(b"x" * 23) == []


def test_no_more_are_found_than_there_is_room():
    assert starts((b"x" * 24 + b" ") * 5, room=2) == [0, 25]


def test_hexadecimal_digits_in_one_case_are_no_run_unless_the_text_ends_with_them():
    assert starts(b"0" * 12 + b"a" * 12 + b" " + b"0-/+_" * 5 + b"F ") == []
    assert starts(b"a" * 12 + b"F" * 12 + b" ") == [0]
    assert starts(b"a" * 24) == [0]
