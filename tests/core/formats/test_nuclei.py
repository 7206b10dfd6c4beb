# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.nuclei import FORMAT
from mendsky.core.formats.shape import FormatError
from mendsky.core.terms.claims import Claim
from mendsky.core.terms.probing import Place
from tests.core.formats.samples import ORIGIN, nuclei


def test_a_line_is_a_claim():
    assert FORMAT.read(nuclei()).claims == (
        Claim(
            tool="nuclei",
            tool_version="",
            rule="error-based-sql-injection",
            title="Error based SQL injection",
            kind="sql-injection",
            severity="critical",
            origins=(ORIGIN,),
            place=Place(group="/yb/query", parameters=("id", "page")),
            seen_at=datetime(2015, 3, 2, 4, 5, 6, 123456, tzinfo=UTC),
        ),
    )


def test_a_list_reads_as_lines_do_and_repetitions_count_once():
    line = nuclei()
    assert FORMAT.read(b"[" + line + b"," + line + b"]").claims == FORMAT.read(line).claims


def test_a_service_without_address_is_host_and_port_and_what_is_no_service_is_passed_over():
    made = json.loads(nuclei())
    redis = {"template-id": "exposed-redis", "info": {"name": "Redis", "severity": "high"}}
    lines = [
        redis | {"matched-at": "yb.example.test:6379"},
        redis | {"matched-at": "yb.example.test", "host": "yb.example.test"},
        made | {"matcher-status": False},
    ]
    read = FORMAT.read(b"\n".join(json.dumps(line).encode() for line in lines))
    (claim,) = read.claims
    assert (claim.kind, claim.place, claim.seen_at, read.passed_over) == ("other", None, None, 2)
    assert claim.origins == ("http://yb.example.test:6379", "https://yb.example.test:6379")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (nuclei() + b'{"template-id": "3301021850', "line 2: is no JSON"),
        (nuclei() + b'["3301021850"]', "line 2: must be an object"),
        (nuclei() + b'{"info": {"name": "3301021850"}}', "line 2: template-id: must be a text"),
        (nuclei() + b'{"template-id": "\xff"}', "line 2: must be written in UTF-8"),
        (b'[{"info": {}}]', r"list\[0\]: template-id"),
    ],
)
def test_a_bad_line_is_named_without_what_it_holds(content, says):
    with pytest.raises(FormatError, match=says) as caught:
        FORMAT.read(content)
    assert "3301021850" not in str(caught.value)
