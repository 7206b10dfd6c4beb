# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.formats import json_text
from mendsky.core.formats.shape import FormatError


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[" * 100_000, "its values lie too deep"),
        (b"1" * 10_000, "holds a number that is too long"),
        (b"\xff\xfe", "must be written in UTF-8"),
        (b'{\n"secret": secret}', "line 2: is no JSON: Expecting value, column 11"),
    ],
)
def test_a_bad_document_is_refused_without_what_it_holds(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        json_text.document(content)
    assert "secret" not in str(caught.value)


def test_lines_are_numbered_and_empty_ones_left_out():
    assert list(json_text.lines(b'{"a": 1}\r\n\n{}')) == [("line 1", {"a": 1}), ("line 3", {})]


def test_values_of_another_type_are_empty():
    assert json_text.text(3) == "3"
    assert json_text.text([3]) == json_text.text(10**19) == ""
    assert json_text.texts("a, b") == ["a", "b"]
    assert json_text.texts(["a", 3]) == ["a"]
    assert json_text.texts(3) == []
    assert json_text.optional("a") == {}


def test_a_weakness_is_read_in_all_its_forms():
    assert [json_text.weakness(one) for one in ("CWE-89", "external/cwe/cwe-089", "89", "-1", "")] == [
        89, 89, 89, None, None,
    ]  # fmt: skip
