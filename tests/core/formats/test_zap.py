# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.shape import FormatError
from mendsky.core.formats.zap import FORMAT
from mendsky.core.terms.claims import Claim
from mendsky.core.terms.probing import Place
from tests.core.formats.samples import ORIGIN, zap, zap_xml


@pytest.mark.parametrize("content", [zap(), zap_xml()])
def test_each_instance_of_an_alert_is_a_claim(content):
    assert FORMAT.recognises(content)
    assert FORMAT.read(content).claims == (
        Claim(
            tool="zap",
            tool_version="2.16.1",
            rule="40018",
            title="SQL Injection",
            kind="sql-injection",
            severity="High",
            origins=(ORIGIN,),
            place=Place(group="/yb/query", parameters=("id",)),
            seen_at=datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC),
        ),
    )


def test_an_alert_that_was_judged_false_claims_nothing_and_one_without_instance_is_of_its_site():
    document = json.loads(zap())
    alert = document["site"][0]["alerts"][0]
    alert["confidence"] = "0"
    assert FORMAT.read(json.dumps(document).encode()).passed_over == 1
    alert |= {"confidence": "3", "instances": []}
    del document["created"]  # what is left has no zone
    (claim,) = FORMAT.read(json.dumps(document).encode()).claims
    assert (claim.origins, claim.place, claim.seen_at) == ((ORIGIN,), Place(group="/"), None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zap().replace(b'"pluginid"', b'"3301021850"'), r"site\[0\].alerts\[0\]: pluginid: must be a text"),
        (zap_xml().replace(b"pluginid>", b"id>"), "alertitem 1: pluginid: must be a text"),
        (zap_xml() + b"<3301021850", "line 10: is no XML"),
    ],
)
def test_a_bad_report_is_refused_by_its_element(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        FORMAT.read(content)
    assert "3301021850" not in str(caught.value)
