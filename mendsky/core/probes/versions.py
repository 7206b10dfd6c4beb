# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Versions that servers say of themselves, and which of them are known to be vulnerable.

An indication only: a distribution repairs a flaw and keeps the number, and most flaws need a module or a
setting. The table is short on purpose: flaws that are exploited from outside without a login.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

Version = tuple[int, int, int, int]
"""Three numbers, and the letter of an OpenSSL release counted from 1; 0 for what is not written."""

AS_OF: Final = date(2026, 11, 23)
"""Day on which the table was compared with its sources."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Advisory:
    """A flaw, and the versions that have it."""

    cve: str
    affected: tuple[tuple[str, str], ...]
    """Ranges: the first version that has it, and the first after it that has not."""


PRODUCTS: Final = {
    "Apache httpd": re.compile(r"\bApache/"),
    "Apache Tomcat": re.compile(r"\bApache Tomcat/"),
    "nginx": re.compile(r"\bnginx/"),
    "Microsoft IIS": re.compile(r"\bMicrosoft-IIS/"),
    "OpenSSL": re.compile(r"\bOpenSSL/"),
    "PHP": re.compile(r"\bPHP/"),
}
"""How a product names itself before its version, in a header or on its error page."""

ADVISORIES: Final = {
    # https://httpd.apache.org/security/vulnerabilities_24.html and the records of cve.org
    "Apache httpd": (
        Advisory(cve="CVE-2017-3167", affected=(("2.2.0", "2.2.33"), ("2.4.0", "2.4.26"))),
        Advisory(cve="CVE-2021-40438", affected=(("2.4.0", "2.4.49"),)),
        Advisory(cve="CVE-2021-41773", affected=(("2.4.49", "2.4.50"),)),
        Advisory(cve="CVE-2021-42013", affected=(("2.4.49", "2.4.51"),)),
        Advisory(cve="CVE-2024-38475", affected=(("2.4.0", "2.4.60"),)),
    ),
    # https://tomcat.apache.org/security.html and the records of cve.org
    "Apache Tomcat": (
        Advisory(
            cve="CVE-2017-12617",
            affected=(("7.0.0", "7.0.82"), ("8.0.0", "8.0.47"), ("8.5.0", "8.5.23"), ("9.0.0", "9.0.1")),
        ),
        Advisory(
            cve="CVE-2020-1938",
            affected=(("7.0.0", "7.0.100"), ("8.5.0", "8.5.51"), ("9.0.0", "9.0.31")),
        ),
        Advisory(
            cve="CVE-2025-24813",
            affected=(
                ("8.5.0", "8.5.101"), ("9.0.0", "9.0.99"), ("10.1.0", "10.1.35"), ("11.0.0", "11.0.3"),
            ),
        ),
    ),
    # https://nginx.org/en/security_advisories.html
    "nginx": (
        Advisory(cve="CVE-2013-2028", affected=(("1.3.9", "1.4.1"),)),
        Advisory(cve="CVE-2021-23017", affected=(("0.6.18", "1.20.1"),)),
        Advisory(cve="CVE-2026-42533", affected=(("0.9.6", "1.30.4"), ("1.31.0", "1.31.3"))),
    ),
    # https://nvd.nist.gov/vuln/detail/CVE-2017-7269
    "Microsoft IIS": (Advisory(cve="CVE-2017-7269", affected=(("6.0", "6.1"),)),),
    # https://nvd.nist.gov/vuln/detail/CVE-2014-0160
    "OpenSSL": (Advisory(cve="CVE-2014-0160", affected=(("1.0.1", "1.0.1g"),)),),
    # https://www.php.net/ChangeLog-5.php and https://www.php.net/ChangeLog-7.php
    "PHP": (
        Advisory(cve="CVE-2012-1823", affected=(("4.0.0", "5.3.12"), ("5.4.0", "5.4.2"))),
        Advisory(
            cve="CVE-2019-11043",
            affected=(("7.1.0", "7.1.33"), ("7.2.0", "7.2.24"), ("7.3.0", "7.3.11")),
        ),
    ),
}  # fmt: skip
VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?([a-z])?")


def told(words: str) -> Iterator[tuple[str, str]]:
    """Yield the products that words name with a version, and the version as we write it."""
    for product, name in PRODUCTS.items():
        for found in name.finditer(words):
            version = VERSION.match(words, found.end())
            if version is not None:
                yield product, version.group()


def known_flaws(product: str, version: str) -> tuple[str, ...]:
    """Name the flaws of the table that a version of a product has, oldest first."""
    number = version_of(version)
    return tuple(
        advisory.cve
        for advisory in ADVISORIES[product]
        if any(version_of(first) <= number < version_of(repaired) for first, repaired in advisory.affected)
    )


def version_of(written: str) -> Version:
    """Read a version; raises `ValueError` for what is none."""
    found = VERSION.fullmatch(written)
    if found is None:
        msg = f"{written!r} is no version: write two or three numbers with dots between them"
        raise ValueError(msg)
    major, minor, patch, letter = found.groups()
    return int(major), int(minor), int(patch or 0), ord(letter) - ord("a") + 1 if letter else 0
