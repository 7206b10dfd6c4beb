# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest

from mendsky.core.formats.nmap import FORMAT
from mendsky.core.formats.shape import FormatError
from mendsky.core.terms.claims import Claim
from tests.core.formats.samples import nmap


def test_a_script_that_claims_something_is_a_claim_and_the_rest_is_passed_over():
    read = FORMAT.read(nmap())
    listing, vulnerable = read.claims
    assert listing == Claim(
        tool="nmap",
        tool_version="7.95",
        rule="http-ls",
        title="http-ls",
        kind="directory-listing",
        severity="",
        origins=(
            "http://yb.example.test:8080",
            "https://yb.example.test:8080",
            "http://127.0.0.1:8080",
            "https://127.0.0.1:8080",
        ),
        place=None,
        seen_at=datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC),
    )
    assert (vulnerable.rule, vulnerable.kind) == ("http-vuln-made-up", "other")
    assert read.passed_over == 1  # the title of the page


def test_a_script_that_failed_claims_nothing():
    failed = (
        b'<script id="http-config-backup" output="&#xa;  ERROR: Script execution failed (use -d to debug)"/>'
    )
    worked = failed.replace(b"ERROR: Script execution failed (use -d to debug)", b"/.env~")
    for script, claimed in ((worked, 1), (failed, 0)):
        read = FORMAT.read(nmap().replace(b"</port>", script + b"</port>", 1))
        assert [claim.rule for claim in read.claims].count("http-config-backup") == claimed


def test_a_tunnel_says_the_scheme_and_udp_is_no_web():
    tunnelled = nmap().replace(b'<service name="http"', b'<service name="http" tunnel="ssl"')
    assert FORMAT.read(tunnelled).claims[0].origins == (
        "https://yb.example.test:8080",
        "https://127.0.0.1:8080",
    )
    assert FORMAT.read(nmap().replace(b'protocol="tcp"', b'protocol="udp"')).claims == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (nmap()[:-12], "line 14: is no XML"),
        (nmap().replace(b"nmaprun", b"run"), "its first element must be nmaprun"),
        (
            nmap().replace(b"<!DOCTYPE nmaprun>", b'<!DOCTYPE nmaprun [<!ENTITY a "b">]>'),
            "defines entities",
        ),
    ],
)
def test_a_bad_result_is_refused(content, says):
    with pytest.raises(FormatError, match=says):
        FORMAT.read(content)
