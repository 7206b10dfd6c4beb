# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.influxql import DATABASES, Answered, count, may_name, measurements, points, read


def statement(target):
    path, _, query = target.partition("?")
    assert path == "/query"
    return dict(parse_qsl(query))["q"]


def test_statements_only_read():
    assert statement(DATABASES) == "SHOW DATABASES"
    assert statement(measurements("yb & co", 9)) == 'SHOW MEASUREMENTS ON "yb & co" LIMIT 9'
    assert statement(points("yb", "ry", 5)) == 'SELECT * FROM "yb".."ry" LIMIT 5'
    assert statement(count("yb", "ry")) == 'SELECT COUNT(*) FROM "yb".."ry"'


@pytest.mark.parametrize("name", ['a"; DROP DATABASE yb', "a\\", "a\n", "", "110101180001011234", "a/b"])
def test_a_name_that_would_end_the_quotes_or_is_somebodys_is_never_asked_with(name):
    assert not may_name(name)
    assert may_name("参保 记录.2015")


def test_an_answer_is_read_as_rows_or_as_an_error():
    series = [{"name": "databases", "columns": ["name"], "values": [["yb"], ["_internal"]]}]
    assert read(json.dumps({"results": [{"series": series}]}).encode()).rows == (("yb",), ("_internal",))
    assert read(b'{"results":[{"statement_id":0}]}') == Answered()
    assert read(b'{"results":[{"error":"database not found: x"}]}').error == "database not found: x"


@pytest.mark.parametrize(
    "text",
    [
        b"", b"<html>", b"[]", b'{"code":0}', b'{"results":[]}', b'{"results":[7]}', b'{"results":[{},{}]}',
        b'{"results":[{"error":7}]}', b'{"results":[{"series":7}]}', b'{"results":[{"series":[7]}]}',
        b'{"results":[{"series":[{"values":[[]]}]}]}', b'{"results":[{"series":[{"values":[7]}]}]}',
        b"[" * 99_999,
    ],
)  # fmt: skip
def test_what_is_no_answer_is_not_read_as_one(text):
    assert read(text) is None


@given(st.binary(max_size=80).map(lambda tail: b'{"results":[' + tail))
def test_no_bytes_make_it_raise(text):
    read(text)
