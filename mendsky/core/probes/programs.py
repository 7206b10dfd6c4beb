# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""In which language the program behind a site is written, by the answers that a visit has anyway.

A path of one language is asked only where that one runs: a nation has thousands of systems, and nearly all
are sound.
"""

import re
from collections.abc import Generator

from mendsky.core.probes.marks import shows
from mendsky.core.probes.surface import Surface
from mendsky.core.probes.visit import asking_front, asking_random
from mendsky.core.terms.probing import Get, Page, Target

PHP, JAVA, NET = "php", "java", "net"
LINKS = {
    PHP: re.compile(r"\.php\b", re.IGNORECASE),
    JAVA: re.compile(r"\.(?:jsp|do|action)\b|;jsessionid=", re.IGNORECASE),
    NET: re.compile(r"\.(?:aspx?|ashx)\b", re.IGNORECASE),
}
HEADERS = {
    PHP: re.compile(r"\bphp\b", re.IGNORECASE),
    JAVA: re.compile(r"servlet|\bjsp\b|coyote|tomcat|jetty|weblogic|jboss|undertow", re.IGNORECASE),
    NET: re.compile(r"asp\.net|microsoft-iis", re.IGNORECASE),
}
"""What servers say of themselves in `Server` and `X-Powered-By`."""
SPRING = re.compile(rb"Whitelabel Error Page|\"status\"\s*:\s*404\s*,\s*\"error\"\s*:\s*\"Not Found\"")
"""How Spring Boot says that a page does not exist."""


def running(target: Target, surface: Surface) -> Generator[Get, Page, frozenset[str]]:
    """Give the languages that front page, links and the answer to the random path show."""
    front = yield asking_front()
    said = " ".join(front.headers.get(name, "") for name in ("server", "x-powered-by"))
    found = {name for name, shape in HEADERS.items() if shape.search(said)}
    found |= {name for name, shape in LINKS.items() if any(shape.search(link) for link in surface.links)}
    missing = yield asking_random(target.nonce)
    return frozenset(found | ({JAVA} if missing.failure is None and shows(missing, SPRING) else set()))
