# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.shape import FormatError
from mendsky.core.formats.wapiti import FORMAT
from mendsky.core.terms.claims import Claim
from mendsky.core.terms.probing import Place
from tests.core.formats.samples import ORIGIN, wapiti


def test_each_hit_of_a_category_is_a_claim():
    assert FORMAT.read(wapiti()).claims == (
        Claim(
            tool="wapiti",
            tool_version="3.2.4",
            rule="sql",
            title="SQL Injection",
            kind="sql-injection",
            severity="critical",
            origins=(ORIGIN,),
            place=Place(group="/yb/query", parameters=("id",)),
            seen_at=datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC),
        ),
    )


def test_a_hit_without_a_readable_address_is_passed_over():
    document = json.loads(wapiti())
    document["vulnerabilities"]["SQL Injection"][0]["path"] = "http://["
    assert FORMAT.read(json.dumps(document).encode()).passed_over == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"vulnerabilities": {}}', "infos: must be an object"),
        (b'{"vulnerabilities": {}, "infos": {}}', "infos.target: must be a text"),
        (b'{"infos": {"target": "http://a/"}}', "vulnerabilities: must be an object"),
        (
            b'{"infos": {"target": "http://a/"}, "vulnerabilities": {"3301021850": 1}}',
            "vulnerabilities, category 1: must be a list",
        ),
    ],
)
def test_a_bad_report_is_refused_by_its_element(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        FORMAT.read(content)
    assert "3301021850" not in str(caught.value)
