# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all packings share is tested by each; here only what none of them can show alone."""

import gzip

import pytest

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.formats.gzip import _decompressor
from mendsky.scan.formats.unpacking import PIECE, unpacked
from mendsky.scan.limits import Limits, Meter


def test_no_step_gives_more_than_a_piece_however_well_it_is_packed():
    packed = gzip.compress(b"\0" * (4 << 20))
    pieces = list(unpacked(_decompressor, iter([packed]), Meter(Limits())))
    assert max(map(len, pieces)) <= PIECE
    assert sum(map(len, pieces)) == 4 << 20


def test_nothing_at_all_is_nothing():
    assert list(unpacked(_decompressor, iter([]), Meter(Limits()))) == []


def test_what_follows_and_is_no_padding_is_damage():
    packed = gzip.compress(b"a") + b"rest"
    with pytest.raises(UnreadError) as failure:
        list(unpacked(_decompressor, iter([packed]), Meter(Limits()), padding=b"\0"))
    assert failure.value.cause in {Cause.CORRUPT, Cause.TRUNCATED}
