# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest

from mendsky.core.probes.versions import ADVISORIES, AS_OF, PRODUCTS, known_flaws, told, version_of

BANNERS = {
    "Apache/2.4.49 (Unix) OpenSSL/1.0.1e PHP/5.3.3": {
        ("Apache httpd", "2.4.49"),
        ("OpenSSL", "1.0.1e"),
        ("PHP", "5.3.3"),
    },
    "nginx/1.18.0 (Ubuntu)": {("nginx", "1.18.0")},
    "Microsoft-IIS/6.0": {("Microsoft IIS", "6.0")},
    "<title>Apache Tomcat/9.0.0.M20 - Error report</title>": {("Apache Tomcat", "9.0.0")},
    "Apache-Coyote/1.1": set(),
    "Apache": set(),
    "nginx/": set(),
    "PHP/99999.1.1": set(),
    "synthetic": set(),
}


@pytest.mark.parametrize("banner", BANNERS)
def test_products_are_read_with_their_versions(banner):
    assert set(told(banner)) == BANNERS[banner]


FLAWS = {
    ("Apache httpd", "2.4.48"): {"CVE-2021-40438", "CVE-2024-38475"},
    ("Apache httpd", "2.4.49"): {"CVE-2021-41773", "CVE-2021-42013", "CVE-2024-38475"},
    ("Apache httpd", "2.4.50"): {"CVE-2021-42013", "CVE-2024-38475"},
    ("Apache httpd", "2.4.60"): set(),
    ("Apache httpd", "2.2.15"): {"CVE-2017-3167"},
    ("Apache Tomcat", "8.5.50"): {"CVE-2020-1938", "CVE-2025-24813"},
    ("Apache Tomcat", "9.0.99"): set(),
    ("nginx", "1.4.0"): {"CVE-2013-2028", "CVE-2021-23017", "CVE-2026-42533"},
    ("nginx", "1.30.4"): set(),
    ("nginx", "1.31.2"): {"CVE-2026-42533"},
    ("Microsoft IIS", "6.0"): {"CVE-2017-7269"},
    ("Microsoft IIS", "10.0"): set(),
    ("OpenSSL", "1.0.1"): {"CVE-2014-0160"},
    ("OpenSSL", "1.0.1f"): {"CVE-2014-0160"},
    ("OpenSSL", "1.0.1g"): set(),
    ("OpenSSL", "1.0.0"): set(),
    ("PHP", "5.3.3"): {"CVE-2012-1823"},
    ("PHP", "5.3.12"): set(),
    ("PHP", "5.4.1"): {"CVE-2012-1823"},
    ("PHP", "7.2.23"): {"CVE-2019-11043"},
}


@pytest.mark.parametrize(("product", "version"), FLAWS)
def test_a_version_has_the_flaws_of_its_range_and_no_other(product, version):
    assert set(known_flaws(product, version)) == FLAWS[product, version]


def test_the_table_names_each_flaw_once_in_ranges_that_can_be_read():
    assert set(ADVISORIES) == set(PRODUCTS)
    named = [advisory for of_product in ADVISORIES.values() for advisory in of_product]
    assert len({advisory.cve for advisory in named}) == len(named)
    for advisory in named:
        assert re.fullmatch(r"CVE-\d{4}-\d{4,6}", advisory.cve)
        assert int(advisory.cve[4:8]) <= AS_OF.year
        assert all(version_of(first) < version_of(repaired) for first, repaired in advisory.affected)


@pytest.mark.parametrize("written", ["", "1", "1.2.3.4", "a.b", "1.2-3"])
def test_what_is_no_version_is_refused(written):
    with pytest.raises(ValueError, match="is no version"):
        version_of(written)
