# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.sarif import FORMAT
from mendsky.core.formats.shape import FormatError
from mendsky.core.terms.claims import Claim
from mendsky.core.terms.probing import Place
from tests.core.formats.samples import ORIGIN, sarif


def changed(**fields):
    document = json.loads(sarif())
    document["runs"][0]["results"][0].update(fields)
    return json.dumps(document).encode()


def test_a_result_at_an_address_behind_its_base_is_a_claim():
    assert FORMAT.read(sarif()).claims == (
        Claim(
            tool="scanner",
            tool_version="1.2.3",
            rule="R1",
            title="Directory listing",
            kind="directory-listing",
            severity="error",
            origins=(ORIGIN,),
            place=Place(group="/backup/", parameters=("who",)),
            seen_at=datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "pass"},
        {"baselineState": "absent"},
        {"locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/main.py"}}}]},
        {"locations": []},
        {"locations": [{"physicalLocation": {"artifactLocation": {"uri": "http://[", "uriBaseId": "SITE"}}}]},
    ],
)
def test_what_passed_or_is_absent_or_names_no_address_claims_nothing(fields):
    read = FORMAT.read(changed(**fields))
    assert (read.claims, read.passed_over) == ((), 1)


def test_the_address_of_the_request_counts_and_the_rule_is_found_by_its_identifier():
    asked = {"webRequest": {"target": "https://yb.example.test/list?page=2"}, "ruleIndex": -1}
    (claim,) = FORMAT.read(changed(**asked)).claims
    assert claim.origins == ("https://yb.example.test:443",)
    assert (claim.place, claim.kind) == (Place(group="/list", parameters=("page",)), "directory-listing")


def test_a_weakness_is_read_from_relationships_and_properties():
    document = json.loads(sarif())
    rule = document["runs"][0]["tool"]["driver"]["rules"][0]
    rule |= {"shortDescription": {"text": "R"}, "properties": {"cwe": "CWE-89"}}
    assert FORMAT.read(json.dumps(document).encode()).claims[0].kind == "sql-injection"
    rule["properties"] = {}
    rule["relationships"] = ["", {"target": {"id": "521", "toolComponent": {"name": "CWE"}}}]
    assert FORMAT.read(json.dumps(document).encode()).claims[0].kind == "weak-password"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"runs": 3}', "runs: must be a list"),
        (b'{"runs": [{"results": ["3301021850"]}]}', r"runs\[0\].results\[0\]: must be an object"),
        (b'{"runs": [{"results": [{}]}]}', r"runs\[0\].results\[0\].ruleId: must be a text"),
        (b'{"runs":\n [3301021850', "line 2: is no JSON"),
    ],
)
def test_a_bad_document_is_refused_by_its_element(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        FORMAT.read(content)
    assert "3301021850" not in str(caught.value)
