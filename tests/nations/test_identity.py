# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is read of a pack for identifiers is what the whole pack says."""

import shutil

import pytest

from mendsky.nations import load as whole
from mendsky.nations.divisions import PackError
from mendsky.nations.identity import load_identity


def test_it_agrees_with_the_whole_pack(nation):
    lean = load_identity("cn")
    for name in ("code", "version", "identifiers", "data_classes", "issued_codes", "clocks", "languages"):
        assert getattr(lean, name) == getattr(nation, name), name


def test_a_pack_that_is_not_there_is_refused():
    with pytest.raises(PackError, match="no nation pack 'xx'"):
        load_identity("xx")


def test_an_own_pack_is_read_whole(tmp_path, monkeypatch):
    shutil.copytree(whole.folder_of("cn"), tmp_path / "zz")
    monkeypatch.setenv("MENDSKY_PACKS", str(tmp_path))
    assert load_identity("zz").divisions
