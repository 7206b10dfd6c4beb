# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import importlib

import pytest

from mendsky.core.identity.compiled import kernels
from mendsky.core.identity.tables import tables
from tests.core.identity.written import CN, WINDOWS, Writer, listed

find = importlib.import_module("mendsky.core.identity.find")
pytestmark = pytest.mark.skipif(kernels() is None, reason="numba does not run here")


@pytest.fixture
def compiled(monkeypatch):
    """Let kernels look even at the shortest content, or at none."""

    def choose(*, kernels):
        monkeypatch.setattr(find, "FEW", 0 if kernels else 10**9)
        monkeypatch.setattr(find, "LARGE", 0 if kernels else 10**9)

    return choose


@pytest.mark.parametrize("seed", range(10, 14))
def test_kernels_say_what_the_judge_of_words_says(seed, compiled):
    writer = Writer(seed)
    for number in range(120):
        content, asked = writer.content(), tables(CN, WINDOWS[number % 2])
        compiled(kernels=False)
        by_words = find.found_in(content, asked)
        compiled(kernels=True)
        assert listed(find.found_in(content, asked)) == listed(by_words)


def test_kernels_say_the_same_of_a_large_content_with_heads(compiled):
    writer = Writer(20)
    lines = [f"{writer.word()},{writer.resident()},1380000{number:04}" for number in range(3000)]
    content = ("名称,证件,手机\n" + "\n".join(lines)).encode()
    asked = tables(CN, WINDOWS[0])
    compiled(kernels=True)
    by_kernels = find.found_in(content, asked)
    compiled(kernels=False)
    assert listed(by_kernels) == listed(find.found_in(content, asked))
    assert by_kernels.counts()["cn-mobile B"] >= 3000


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_kernels_see_a_full_width_digit_before_escaped_ones(encoding, compiled):
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in Writer(21).resident())
    content, asked = f"中文１{escaped}\n".encode(encoding), tables(CN, WINDOWS[0])
    for chosen in (False, True):
        compiled(kernels=chosen)
        assert not len(find.found_in(content, asked))


def test_utf16_whose_beginning_has_no_ascii_is_known_by_what_comes_later(compiled):
    text = "中" * find.SMALL + "\n".join(Writer(22).resident() for _ in range(300))
    content, asked = text.encode("utf-16-le"), tables(CN, WINDOWS[0])
    said = []
    for chosen in (False, True):
        compiled(kernels=chosen)
        said.append(listed(find.found_in(content, asked)))
    assert said[0] == said[1]
    assert said[0][0]


def test_a_digit_that_ends_a_character_is_not_the_numbers(compiled):
    writer = Writer(23)
    people = [writer.resident() for _ in range(20)]
    content, asked = "\n".join("㐂" + one for one in people).encode("gb18030"), tables(CN, WINDOWS[0])
    said = []
    for chosen in (False, True):
        compiled(kernels=chosen)
        said.append(listed(find.found_in(content, asked)))
    assert said[0] == said[1]
    assert said[0][0]
