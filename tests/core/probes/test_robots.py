# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.robots import ROBOTS, ruled, sitemaps
from mendsky.core.terms.answers import Cause
from tests.probing import ORIGIN, page_of

TEXT = """User-agent: *
Disallow: /upload/   # files
disallow:/m/list.xls$
Allow: /gs/*/index.html
Disallow:
Disallow: https://elsewhere.lab.test/x/
Sitemap: http://yb.lab.test:80/map.xml
Sitemap: https://elsewhere.lab.test/map.xml
"""


def test_rules_and_sitemaps_of_the_same_origin_are_given_without_their_wildcards():
    page = page_of(ROBOTS.target, TEXT)
    assert list(ruled(page, ORIGIN)) == ["/upload/", "/m/list.xls", "/gs/"]
    assert list(sitemaps(page, ORIGIN)) == ["/map.xml"]


@pytest.mark.parametrize("changes", [{"status": 404}, {"failure": Cause.TIMED_OUT}])
def test_what_is_no_robots_txt_names_nothing(changes):
    assert list(ruled(page_of(ROBOTS.target, TEXT, **changes), ORIGIN)) == []
