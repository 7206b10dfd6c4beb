# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results of nmap in XML, of the scripts that claim something.

https://nmap.org/book/nmap-dtd.html. It names hosts and ports, not paths; a script's output, banners and the
command line are never looked at, but for the state that its vulnerability scripts write, and for its own word
that a script failed. An open port claims nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from mendsky.core.formats import places, xml_text
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format
from mendsky.core.terms.claims import Claim

KINDS = MappingProxyType(
    {
        "http-sql-injection": "sql-injection",
        "http-ls": "directory-listing",
        "http-backup-finder": "exposed-backup",
        "http-config-backup": "exposed-backup",
        "http-git": "exposed-repository",
        "http-svn-enum": "exposed-repository",
        "http-default-accounts": "weak-password",
        "http-brute": "weak-password",
        "http-form-brute": "weak-password",
    }
)
"""Script → kind; https://nmap.org/nsedoc/scripts/."""
VULNERABLE = frozenset({"VULNERABLE", "VULNERABLE (Exploitable)", "LIKELY VULNERABLE"})
"""States of its library of vulnerabilities that claim one."""
FAILED = "ERROR: Script execution failed"
"""What stands in place of the output of a script that broke off (nse_main.lua)."""


def _recognises(head: bytes) -> bool:
    return head.startswith(b"<") and b"<nmaprun" in head


def _claims(content: bytes) -> Iterator[Claim | None]:
    version, begun = "", ""
    for element in xml_text.elements(content, ("nmaprun",), "host"):
        if element.tag == "nmaprun":
            version, begun = element.get("version", ""), element.get("start", "")
        else:
            yield from _of_host(element, version, places.epoch(element.get("endtime", begun)))


FORMAT = Format(
    name="nmap",
    about="nmap 7: `-oX`, results of scripts",
    recognises=_recognises,
    claims=_claims,
)


def _of_host(host: xml_text.Element, version: str, seen_at: datetime | None) -> Iterator[Claim | None]:
    named = [one.get("name", "") for one in host.findall("hostnames/hostname")]
    numbered = [one.get("addr", "") for one in host.findall("address") if one.get("addrtype") != "mac"]
    for port in host.findall("ports/port"):
        service = port.find("service")
        tunnel = "" if service is None else service.get("tunnel", "")
        number = xml_text.port(port.get("portid", ""))
        origins = tuple(
            origin
            for name in (*named, *numbered)
            for origin in places.origins(name, number, "https" if tunnel == "ssl" else None)
        )
        for script in port.findall("script"):
            rule = script.get("id", "")
            states = {(one.text or "").strip() for one in script.iter("elem") if one.get("key") == "state"}
            claims = rule in KINDS and not script.get("output", "").lstrip().startswith(FAILED)
            if not origins or port.get("protocol") != "tcp" or not (claims or states & VULNERABLE):
                yield None
                continue
            yield Claim(
                tool="nmap",
                tool_version=places.identifier(version),
                rule=places.identifier(rule),
                title=places.name(rule),
                kind=kind_of(own=KINDS, names=(rule,), title=rule.replace("-", " ")),
                severity="",
                origins=tuple(dict.fromkeys(origins)),
                place=None,
                seen_at=seen_at,
            )
