# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity import Identifiers, Stream, find
from tests.core.identity.written import CN, Writer, listed

BORN = (1800, 1899)


def streamed(content, size):
    stream = Stream(CN, BORN)
    parts = [stream.feed(content[at : at + size]) for at in range(0, len(content), size)]
    return Identifiers.joined([*parts, stream.end()])


@pytest.mark.parametrize("size", [1, 7, 100, 8192, 20_000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chunks_give_what_the_whole_gives(size, encoding):
    writer = Writer(30)
    rows = [f"{number},{writer.resident()},1380000{number:04},甲一@x.cn" for number in range(1000)]
    content = ("号,证,手机,邮箱\n" + "\n".join(rows)).encode(encoding)
    content = content if size > 7 else content[:20_000]
    assert listed(streamed(content, size)) == listed(find(content, CN, BORN))


def test_a_table_of_html_keeps_its_heads():
    row = "<tr><td>甲一</td><td>13800000000</td></tr>"
    content = ("<table><tr><th>名</th><th>手机</th></tr>" + row * 2000 + "</table>").encode()
    assert streamed(content, 5000).counts() == {"cn-mobile B": 2000}


def test_utf16_is_found_across_chunks():
    writer = Writer(31)
    content = "\n".join(f"甲一 {writer.resident()}" for _ in range(600)).encode("utf-16-le")
    assert listed(streamed(content, 9999)) == listed(find(content, CN, BORN))


def test_no_chunk_gives_nothing():
    assert len(Stream(CN, BORN).end()) == 0
