# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What paths stand for."""

from pathlib import Path

import pytest

from mendsky.scan.limits import Limits
from mendsky.scan.sources import SourceError, sources


def test_folders_are_walked_in_order_and_links_are_not_followed(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/c.csv", "a.csv", "empty"):
        (tmp_path / name).write_bytes(b"abc" if name != "empty" else b"")
    (tmp_path / "b/link").symlink_to(tmp_path)
    (tmp_path / "b/away").symlink_to("/etc/hostname")
    found = list(sources([tmp_path]))
    assert [one.own for one in found] == ["a.csv", "c.csv", "empty"]
    assert [one.name for one in found] == [f"{tmp_path}/{name}" for name in ("a.csv", "b/c.csv", "empty")]
    assert [one.below for one in found] == [f"{tmp_path.name}/{n}" for n in ("a.csv", "b/c.csv", "empty")]
    assert [one.size for one in found] == [3, 3, 0]


def test_what_was_named_has_no_name_of_its_own_to_be_looked_at(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"abc")
    [one] = sources([tmp_path / "a.csv"])
    assert (one.own, one.below) == ("", "a.csv")
    assert b"".join(one.opened(Limits()).chunks()) == b"abc"


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="there is no"):
        list(sources([tmp_path / "none"]))


def test_standard_input_has_no_path():
    [one] = sources([Path("-")])
    assert (one.path, one.name) == (None, "-")


def test_a_pipe_is_read_once(tmp_path):
    import os
    import threading

    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(b"abc"))
    [one] = sources([tmp_path / "pipe"])
    writer.start()
    content = one.opened(Limits())
    assert b"".join(content.chunks()) == b"abc"
    assert content.again() is None
    writer.join()
