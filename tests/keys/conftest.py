# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.keys.vault import Vault


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "keys" / "vault.sqlite3")
