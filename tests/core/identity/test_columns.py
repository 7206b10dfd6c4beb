# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import pytest

from mendsky.core.identity import Identifiers, Stream
from mendsky.core.identity.columns import BLOCK, LONGEST_ROW, Columns
from tests.core.identity.made import WINDOW, mobile, order, resident, seeded


@pytest.fixture
def draw():
    return seeded(3)


@pytest.fixture
def read(nation):
    """Read a content in chunks; gives its columns and all that was placed, by kind, tier and row."""

    def reading(content, chunk=BLOCK):
        stream, columns = Stream(nation, WINDOW), Columns(nation)
        placed = []
        for at in range(0, len(content), chunk):
            piece = content[at : at + chunk]
            placed += columns.feed(piece, stream.feed(piece))
        placed += columns.end(stream.end())
        found = [
            (part.identifiers.named(n), "ABC"[part.identifiers.tier[n]], int(part.row[n]))
            for part in placed
            for n in range(len(part.identifiers))
        ]
        return columns, found

    return reading


def tiers(found, kind):
    return {tier for named, tier, _ in found if named == kind}


def test_a_column_of_telephones_without_a_head_is_one(read, draw):
    content = "".join(f"{n};{mobile(draw)}\n" for n in range(20)).encode()
    columns, found = read(content)
    assert tiers(found, "cn-mobile") == {"B"}
    assert len(found) == 20
    assert columns.columns[1].passes == {"cn-mobile": 20}


def test_a_list_of_telephones_alone_is_a_column(read, draw):
    assert tiers(read("".join(f"{mobile(draw)}\n" for _ in range(9)).encode())[1], "cn-mobile") == {"B"}


@pytest.mark.parametrize(
    "why",
    ["seven cells", "one in ten is another thing", "order numbers", "text around"],
)
def test_what_proves_nothing_stays_unsure(read, draw, why):
    cells = {
        "seven cells": [mobile(draw) for _ in range(7)],
        "one in ten is another thing": [mobile(draw) if n % 10 else "x" for n in range(60)],
        "order numbers": [order(n) for n in range(60)],
        "text around": [f"to {mobile(draw)} or so" for _ in range(20)],
    }[why]
    content = "".join(f"{n};{cell}\n" for n, cell in enumerate(cells)).encode()
    assert tiers(read(content)[1], "cn-mobile") == {"C"}


def test_the_head_of_a_column_says_what_stands_far_below(read, draw):
    text = "，".join(["说明"] * 20)
    content = f"id,note,手机\n{1},{text},{mobile(draw)}\n2,{text},{mobile(draw)}\n3,x,y\n".encode()
    assert tiers(read(content)[1], "cn-mobile") == {"B"}


def test_former_numbers_are_lifted_by_their_birth_dates(read, draw):
    rows = [resident(draw) for _ in range(20)]
    former = "".join(f"{n}|{row[:6]}{row[8:17]}\n" for n, row in enumerate(rows)).encode()
    found = [row for row in read(former)[1] if row[0] == "cn-resident-id"]
    # Those numbers stand for the twentieth century, which this window leaves out.
    assert found == []


def test_rows_are_numbered_over_blocks(read, draw):
    line = "{},{}," + "x" * 300 + "\n"
    people = [resident(draw) for _ in range(3000)]
    content = "".join(line.format(n, person) for n, person in enumerate(people)).encode()
    for chunk in (BLOCK, 10_000):
        columns, found = read(content, chunk)
        assert [row for _, _, row in found] == list(range(1, 3001))
        assert columns.rows == 3000


def test_chunks_change_nothing(read, draw):
    content = "name,手机号,id\n" + "".join(f'"a,{n}",{mobile(draw)},{resident(draw)}\n' for n in range(4_000))
    whole = read(content.encode(), 1 << 30)[1]
    assert read(content.encode(), 7_919)[1] == whole
    assert len(whole) == 8_000


def test_a_row_without_end_is_cut(read, draw):
    content = b"x " * LONGEST_ROW + resident(draw).encode() + b" y" * LONGEST_ROW
    columns, found = read(content)
    assert [kind for kind, _, _ in found] == ["cn-resident-id"]
    assert columns.rows > 1


def test_a_row_without_end_is_cut_as_often_however_it_comes(read):
    content = b"x " * 2 * LONGEST_ROW
    one, other = (read(content, chunk)[0].rows for chunk in (1 << 20, 1 << 22))
    assert one == other >= len(content) // LONGEST_ROW


@pytest.mark.parametrize("layout", ["json", "sql", "html"])
def test_other_layouts_have_columns_too(read, draw, layout):
    phones = [mobile(draw) for _ in range(12)]
    content = {
        "json": "\n".join(f'{{"no": {n}, "value": "{phone}"}}' for n, phone in enumerate(phones)),
        "sql": "INSERT INTO t VALUES " + ",".join(f"({n},'{phone}')" for n, phone in enumerate(phones)),  # noqa: S608
        "html": "<table>" + "".join(f"<tr><td>{n}<td>{phone}" for n, phone in enumerate(phones)) + "</table>",
    }[layout]
    found = read(content.encode())[1]
    assert tiers(found, "cn-mobile") == {"B"}
    assert len({row for _, _, row in found}) == 12


def test_floats_that_lost_digits_are_damage_and_not_nobody(read):
    content = "姓名,身份证号\n" + "".join(f"a{n},1.10105E+17\n" for n in range(5))
    columns, found = read(content.encode())
    assert found == []
    assert [(damage.kind, damage.cells) for damage in columns.damages()] == [("cn-resident-id", 5)]


def test_masked_identifiers_and_cells_are_counted(read):
    content = "id;x\n" + "".join(f"110101********123{n};a\n" for n in range(4))
    columns, _ = read(content.encode())
    assert columns.masked == 4


def test_heads_name_the_classes_of_what_stands_below(read):
    columns, _ = read("姓名,住址,诊断,rowKey\na,b,,1\nc,d,,2\ne,f,,3\n".encode())
    assert columns.classes() == {"name", "address"}


def test_camel_case_keys_are_words(read):
    columns, _ = read(b'{"homeAddress":"x","bankAccount":"1"}\n{"homeAddress":"y"}\n')
    assert columns.classes() == {"address", "bank-account"}


def test_nothing_is_read_from_nothing(read):
    columns, found = read(b"")
    assert (columns.rows, found, columns.damages(), columns.classes()) == (0, [], [], frozenset())


def test_a_column_tells_no_value(read, draw):
    person = resident(draw)
    columns, _ = read(f"a,{person}\nb,{person}\n".encode())
    assert person not in repr(columns.columns)
    assert person[:6] not in repr(columns.columns)


def test_the_empty_stream_of_identifiers_is_enough(nation):
    columns = Columns(nation)
    assert columns.end(Identifiers.none(("cn-mobile",))) == []
