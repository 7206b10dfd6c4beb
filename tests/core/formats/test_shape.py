# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.formats import shape
from mendsky.core.formats.nuclei import FORMAT
from mendsky.core.formats.shape import FormatError
from tests.core.formats.samples import nuclei


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(FormatError, match="larger than 64 MB"):
        FORMAT.read(b"{" + bytes(shape.MOST_BYTES))


def test_a_file_with_too_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(shape, "MOST_CLAIMS", 3)
    assert len(FORMAT.read(nuclei() * 3).claims) == 1
    with pytest.raises(FormatError, match="more than 3 entries"):
        FORMAT.read(nuclei() * 4)
