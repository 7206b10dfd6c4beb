# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled code gives what arrays give, for whatever bytes."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mendsky.core.identity import tags
from mendsky.core.identity.compiled import kernels

pytestmark = pytest.mark.skipif(kernels() is None, reason="numba does not run here")
NAMES = (b"td", b"TH", b"Tr", b"li", b"table", b"TABLE", b"tab", b"track", b"b", b"t\x04", b"")
PARTS = [start + name + end for start in (b"<", b"</") for name in NAMES for end in (b"", b">", b" x", b"_")]
PARTS += [b">", b"<", b"x" * 61, b"\n"]


def listed(found):
    return found.start.tolist(), found.close.tolist(), found.name.tolist()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), max_size=60).map(b"".join))
def test_both_give_the_same(monkeypatch, content):
    assert "numba" in sys.modules
    with monkeypatch.context() as patched:
        patched.setattr(tags, "LARGE", 0)
        quick = tags.tags(content)
        patched.setattr(tags, "kernel", lambda: None)
        assert listed(quick) == listed(tags.tags(content))
