# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.openvas import FORMAT
from mendsky.core.formats.shape import FormatError
from mendsky.core.terms.claims import Claim
from tests.core.formats.samples import openvas


def test_a_result_is_a_claim_of_a_host_by_name_and_address_and_log_messages_claim_nothing():
    read = FORMAT.read(openvas())
    assert read.claims == (
        Claim(
            tool="openvas",
            tool_version="22.5",
            rule="1.3.6.1.4.1.25623.1.0.100001",
            title="Web form SQL Injection Vulnerability",
            kind="sql-injection",
            severity="High",
            origins=(
                "http://yb.example.test:8080",
                "https://yb.example.test:8080",
                "http://127.0.0.1:8080",
                "https://127.0.0.1:8080",
            ),
            place=None,
            seen_at=datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC),
        ),
    )
    assert read.passed_over == 1


def test_a_port_of_tls_is_https_first():
    assert FORMAT.read(openvas(port="443/tcp")).claims[0].origins[0] == "https://yb.example.test:443"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (openvas().replace(b"oid=", b"id="), "result 1: has no nvt with an oid"),
        (openvas().replace(b"host>", b"node>"), "result 1: has no host"),
        (openvas()[:-9], "is no XML"),
    ],
)
def test_a_bad_report_is_refused_by_its_element(content, says):
    with pytest.raises(FormatError, match=says):
        FORMAT.read(content)
