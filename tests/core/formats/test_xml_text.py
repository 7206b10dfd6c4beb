# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.formats import xml_text
from mendsky.core.formats.shape import FormatError

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LAUGHS, "defines entities"),
        (OUTSIDE, "defines entities"),
        (b"<a>" * 100, "deeper than 64"),
        (b"<b/>", "its first element must be a"),
        (b"<a>\n<secret", "line 2: is no XML"),
        (b"", "line 1: is no XML"),
        (b'<?xml version="1.0" encoding="secret"?><a/>', "XML|encoding"),
    ],
)
def test_a_bad_document_is_refused_without_what_it_holds(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        list(xml_text.elements(content, ("a",), "x"))
    assert "secret" not in str(caught.value)


def test_elements_come_whole_and_those_within_one_not_again():
    content = b"<a q='1'><x>1<x>2</x></x><y/><x>3</x></a>"
    found = [(one.tag, one.get("q"), one.text) for one in xml_text.elements(content, ("a",), "x")]
    assert found == [("a", "1", None), ("x", None, "1"), ("x", None, "3")]


def test_a_port_is_a_number():
    assert [xml_text.port(one) for one in ("443/tcp", "80", "general/tcp", "", "²", "123456")] == [
        443,
        80,
        0,
        0,
        0,
        0,
    ]
