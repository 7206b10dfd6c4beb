# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles of products over HTTP: how each introduces itself, and what shows that it asks for no login."""

import re
from dataclasses import dataclass

from mendsky.core.probes.programs import JAVA, PHP

PAGE_BYTES = 65_536
HEAP = re.compile(rb"\AJAVA PROFILE 1\.0|\A\x1f\x8b\x08")
"""The memory of a running Java program (HPROF), packed by Spring Boot 1."""
HEAP_BYTES = 16
SHOWN_KEY = re.compile(
    rb"(?:password|passwd|pwd|secret|access[_.-]?key)[a-z_.-]{0,20}"
    rb"(?:\"\s*:\s*(?:\{\s*\"value\"\s*:\s*)?\"|\s*</td>\s*<td class=\"v\">\s*)"
    rb"(?![$*#@{]|no value|null\b|<i>)[^\s\"<>]{3}",
    re.IGNORECASE,
)
"""A password or key in the clear, in JSON or in a row of phpinfo; Spring masks what it knows for one."""
ADMINISTRATION = re.compile(
    rb"(?:server_databases|db_structure|server_sql)\.php|route=/server/(?:databases|sql)\b", re.IGNORECASE
)
"""What phpMyAdmin links for whoever is logged in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Console:
    """One way into a product."""

    opens: str
    """Target that shows that no login is asked for; the place of the loophole."""
    proof: re.Pattern[bytes]
    gives: str
    """What whoever asks is given."""
    most: int = PAGE_BYTES
    """Bytes of it that are asked for: no more than prove it."""
    at: str = ""
    """Page that is asked first and must name what there is; empty where that is the target itself."""
    names: re.Pattern[bytes] | None = None
    """How the product introduces itself."""
    shut: re.Pattern[bytes] | None = None
    """What its own page for a login says; another page in its place may hide anything."""
    of: str = ""
    """Language of the programs that have it; empty where every system is asked."""


CONSOLES = (
    Console(
        at="/actuator",
        names=re.compile(rb"\"heapdump\"\s*:\s*\{"),
        opens="/actuator/heapdump",
        proof=HEAP,
        most=HEAP_BYTES,
        gives="the memory of the running program",
    ),
    Console(
        at="/actuator",
        names=re.compile(rb"\"env\"\s*:\s*\{"),
        opens="/actuator/env",
        proof=SHOWN_KEY,
        gives="settings with a key in the clear",
    ),
    Console(
        at="/druid/index.html",
        names=re.compile(rb"<title>\s*Druid Stat", re.IGNORECASE),
        opens="/druid/websession.json",
        # As far as the first session begins, and none of it.
        proof=re.compile(rb"\A\{\"ResultCode\":1,\"Content\":\[\{"),
        most=28,
        gives="the sessions of whoever is logged in",
    ),
    Console(
        opens="/phpmyadmin/",
        proof=ADMINISTRATION,
        shut=re.compile(rb"name=[\"']?pma_username"),
        gives="the database's administration",
    ),
    Console(
        opens="/heapdump",
        proof=HEAP,
        most=HEAP_BYTES,
        gives="the memory of the running program",
        of=JAVA,
    ),
    Console(opens="/env", proof=SHOWN_KEY, gives="settings with a key in the clear", of=JAVA),
    Console(
        opens="/phpinfo.php",
        names=re.compile(rb"<title>[^<]{0,60}phpinfo\(\)"),
        proof=SHOWN_KEY,
        gives="settings with a key in the clear",
        of=PHP,
    ),
    Console(
        opens="/_ignition/health-check",
        proof=re.compile(rb"\"can_execute_commands\"\s*:\s*true"),
        most=64,
        gives="a debugger that runs commands",
        of=PHP,
    ),
)
"""Spring Boot (https://docs.spring.io/spring-boot/reference/actuator/endpoints.html), Alibaba Druid
(https://github.com/alibaba/druid/wiki), phpMyAdmin, PHP, Laravel; what is likeliest stands first."""
DEBUGGER = re.compile(rb"\bEVALEX\s*=\s*true(?!.{0,200}EVALEX_TRUSTED\s*=\s*false)", re.DOTALL)
"""Werkzeug's debugger, which runs whatever is typed into it and asks for no PIN."""
