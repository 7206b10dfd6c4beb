# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a citizen wrote opens only where it belongs."""

import uuid

import pytest

from mendsky.apps.leaks.sealing import open_part, seal_part
from mendsky.keys.seal import SealError
from mendsky.keys.vault import Vault


def test_a_part_opens_in_its_own_column_only(tmp_path):
    vault, report = Vault(tmp_path / "vault"), uuid.uuid4()
    sealed = seal_part(vault, report, "sealed", "words")
    assert b"words" not in sealed
    assert open_part(vault, report, "sealed", sealed) == "words"
    with pytest.raises(SealError):
        open_part(vault, report, "answer", sealed)
