# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest

from mendsky.core.identity.compiled import kernels, settled_by_kernel
from mendsky.core.identity.identifiers import B, C, Identifiers
from mendsky.core.identity.labels import NEAR, Surroundings
from tests.core.identity.made import seeded

pytestmark = pytest.mark.skipif(kernels() is None, reason="numba does not run here")
LABELS = (("电话", "tel"), ("卡号", "card number", "card"))
PIECES = (
    "电话", "Tel", "hotel", "telling", "CARD", "card number", "卡号", "传真", ",", ",", '"', "\n", "\n", " ",
    "abc", "中文", "x" * 70, "号" * 30, "-" * 1200, "\\u7535\\u8bdd",
)  # fmt: skip


def content_and_offsets(draw):
    """Make a content of labels and what is like them, and where its numbers begin."""
    text, offsets = draw.choice(("", "id,电话,card\n", "id\n", '"a,b",tel\n')).encode(), []
    text += b"." * NEAR
    for _ in range(draw.randint(1, 60)):
        text += draw.choice(PIECES).encode(draw.choice(("utf-8", "gb18030")))
        if draw.random() < 0.4:
            offsets.append(len(text))
            text += b"#"
    return text, np.array(offsets, dtype=np.int64)


def numbers(offsets, kinds, tier):
    return Identifiers(
        kinds=("phone", "card"),
        kind=kinds,
        offset=offsets,
        length=np.ones(len(offsets), np.int64),
        tier=np.full(len(offsets), tier, np.uint8),
        packed=np.zeros((len(offsets), 2), np.uint64),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_kernel_says_what_surroundings_say(seed):
    draw = seeded(seed)
    for _ in range(150):
        content, offsets = content_and_offsets(draw)
        around = Surroundings(content)
        kinds = np.array([draw.randint(0, 1) for _ in offsets], dtype=np.uint8)
        said = [around.announce(at, LABELS[kind]) for at, kind in zip(offsets.tolist(), kinds, strict=True)]
        found, overlapping = settled_by_kernel(content, numbers(offsets, kinds, C), 0, around.lines(LABELS))
        assert found.tier.tolist() == [B if one else C for one in said]
        assert not overlapping


def test_what_only_a_label_makes_a_number_is_dropped_without_one():
    content = b"." * NEAR + b"tel 1 " + b"." * NEAR + b" 2 tel 3"
    offsets = np.array([content.index(sign) for sign in (b"1", b"2", b"3")], dtype=np.int64)
    lines = Surroundings(content).lines(LABELS)
    found, _ = settled_by_kernel(content, numbers(offsets, np.zeros(3, np.uint8), C + 1), 0, lines)
    assert found.offset.tolist() == offsets[[0, 2]].tolist()
    assert found.tier.tolist() == [B, B]


def test_what_begins_within_another_is_told():
    content, offsets = b"." * 200, np.array([100, 110], dtype=np.int64)
    lines = Surroundings(content).lines(LABELS)
    found = numbers(offsets, np.zeros(2, np.uint8), B)
    assert not settled_by_kernel(content, found, 0, lines)[1]
    found.length[0] = 11
    assert settled_by_kernel(content, found, 0, lines)[1]
