# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every format: made out by its content, and nobody's value comes out of it."""

import re

import pytest

from mendsky.core.formats import FORMATS, FormatError, format_of, read
from tests.core.formats.samples import SAMPLES, zap_xml
from tests.people import resident_id

VALUES = (
    resident_id(7),
    "13800138000",
    "somebody@office.test",
    "6222020000000000000",
    "330102 18500101 0011",
)
MAKERS = [*SAMPLES.items(), ("zap", zap_xml)]


def test_each_format_has_a_sample_and_is_made_out_by_its_content():
    assert [one.name for one in FORMATS] == list(SAMPLES)
    for name, made in MAKERS:
        for content in (made(), b"\xef\xbb\xbf\n" + made()):
            assert format_of(content).name == name
    assert read(SAMPLES["nuclei"]()).format == "nuclei"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"<html></html>", b'{"systems": []}', bytes(range(256))]
)
def test_what_is_none_of_them_is_refused_in_one_line(content):
    with pytest.raises(FormatError, match=r"^has none of the known formats: nuclei, [^\n]*$"):
        read(content)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("name", "made"), MAKERS)
def test_no_value_planted_anywhere_comes_out(name, made, value):
    plain, planted = read(made()), read(made(value))
    assert len(plain.claims) == len(planted.claims) > 0
    shown = re.sub(r"[ …]", "", repr(planted))
    assert value.replace(" ", "") not in shown
    assert value.partition("@")[0] not in shown
    assert [(one.kind, one.place, one.rule) for one in planted.claims] == [
        (one.kind, one.place, one.rule) for one in plain.claims
    ]
