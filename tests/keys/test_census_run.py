# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An owner's census over files of made-up people, opened by the key service."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from mendsky.keys import census
from mendsky.keys.census_run import SourceError, blocks, run
from mendsky.keys.ticket import TicketError

NOW = datetime(2015, 4, 1, tzinfo=UTC)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident(number: int) -> str:
    digits = f"11010118500101{number:03}"
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[remainder]


@pytest.fixture
def ticket(vault):
    return census.ticket(
        vault,
        series="2015",
        ticket_id="t",
        subject="s",
        birth_years=(1800, 1899),
        kinds=("cn-resident-id",),
        k=4096,
        expires=NOW + timedelta(days=30),
        origin="mendsky.test",
    )


@pytest.fixture
def table(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


TABLE = "姓名,身份证号,住址\r\n" + "".join(
    f'王某,{resident(number % 40)},"某市\r\n某路"\r\n' for number in range(60)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_counted_in_every_usual_encoding(vault, ticket, table, nation, encoding):
    document = census.open_sketch(vault, run(table(TABLE, encoding), ticket, nation, NOW).sealed)
    assert (document.records, document.rows_without_identifier) == (60, 0)
    assert (document.low, document.point, document.high) == (40, 40, 40)
    assert (document.ticket, document.subject, document.series) == ("t", "s", "2015")


def test_the_file_that_leaves_holds_nobody(ticket, table, nation):
    sealed = run(table(TABLE), ticket, nation, NOW).sealed
    assert set(json.loads(sealed)) == {"format", "series", "sealed"}
    assert not any(resident(number).encode() in sealed for number in range(40))


def test_two_tables_of_one_series_can_be_united(vault, ticket, table, nation):
    one = run(table("\n".join(resident(number) for number in range(30))), ticket, nation, NOW).sealed
    other = run(table("\n".join(resident(number) for number in range(20, 50))), ticket, nation, NOW).sealed
    sketches = [census.open_sketch(vault, sealed).sketch for sealed in (one, other)]
    assert len(set(sketches[0].hashes.tolist()) | set(sketches[1].hashes.tolist())) == 50


def test_the_owner_sees_the_numbers_that_it_sends(ticket, table, nation):
    answer = run(table(TABLE), ticket, nation, NOW)
    assert (answer.records, answer.rows_without_identifier, answer.people.point) == (60, 0, 40)
    assert "sealed" not in repr(answer)


def test_an_expired_ticket_counts_nothing(ticket, table, nation):
    with pytest.raises(TicketError, match="expired"):
        run(table(TABLE), ticket, nation, NOW + timedelta(days=31))


def test_a_missing_file_is_the_callers_error(ticket, tmp_path, nation):
    with pytest.raises(FileNotFoundError):
        run(tmp_path / "none.csv", ticket, nation, NOW)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_refused_not_counted_as_empty(ticket, table, nation, encoding):
    with pytest.raises(SourceError, match="UTF-8 or GB 18030"):
        run(table(TABLE, encoding), ticket, nation, NOW)


def test_a_line_break_within_quotes_ends_no_row():
    assert list(blocks(BytesIO(b'a,"b\nc"\r\nd,"say ""no"""\n'))) == [[b'a,"b\nc"', b'd,"say ""no"""']]


def test_where_each_line_is_a_row_lines_are_given_together(monkeypatch):
    assert list(blocks(BytesIO(b'\xef\xbb\xbfa,"b"\n\nc'))) == [b'a,"b"\n\n', b"c"]
    monkeypatch.setattr("mendsky.keys.census_run.CHUNK", 4)
    assert list(blocks(BytesIO(b"aa\nbb\ncc"))) == [b"aa\n", b"bb\n", b"cc"]
    assert list(blocks(BytesIO(b'a,"b\nc"\nd'))) == [[b'a,"b\nc"'], b"d"]


def test_an_open_quotation_mark_is_an_error_not_one_long_row():
    with pytest.raises(SourceError, match="quotation marks"):
        list(blocks(BytesIO(b'a,"b\nc\nd\n')))
    with pytest.raises(SourceError, match="line 28"):
        list(blocks(BytesIO(b'"\n' + b"x" * 40_000 + b"\n" + (b"y" * 40_000 + b"\n") * 40)))
