# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.keys.ownership import token
from mendsky.keys.vault import Vault


def test_a_token_is_of_one_grant_one_host_and_one_installation(tmp_path):
    ours, theirs = Vault(tmp_path / "a" / "v"), Vault(tmp_path / "b" / "v")
    told = token(ours, "g-1", "yb.lab.test")
    assert told == token(ours, "g-1", "YB.lab.test")
    assert len(told) == 32
    others = {
        token(ours, "g-2", "yb.lab.test"),
        token(ours, "g-1", "b.lab.test"),
        token(theirs, "g-1", "yb.lab.test"),
    }
    assert told not in others
    assert len(others) == 3
