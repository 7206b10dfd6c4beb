# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports of OpenVAS (Greenbone) in XML, as the Greenbone Management Protocol gives them.

https://docs.greenbone.net/API/GMP/gmp-22.5.html, get_reports. It names hosts and ports, not paths;
descriptions, detection and diagnostics are never looked at. Log messages and false positives claim nothing.
"""

from collections.abc import Iterator
from types import MappingProxyType

from mendsky.core.formats import json_text, places, xml_text
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format, FormatError
from mendsky.core.terms.claims import Claim

KINDS: MappingProxyType[str, str] = MappingProxyType({})
"""Its tests are too many for a list; the words of their names tell."""
ROOTS = ("report", "get_reports_response")
SAYS_NOTHING = frozenset({"log", "debug", "false positive", "error"})


def _recognises(head: bytes) -> bool:
    return head.startswith(b"<") and (
        b"<report " in head or b"<report>" in head or b"<get_reports_response" in head
    )


def _claims(content: bytes) -> Iterator[Claim | None]:
    version, number = "", 0
    for element in xml_text.elements(content, ROOTS, "gmp", "omp", "result"):
        if element.tag in {"gmp", "omp"}:
            version = xml_text.text(element, "version")
        elif element.tag == "result":
            number += 1
            yield _claim(element, version, f"result {number}")


FORMAT = Format(
    name="openvas",
    about="OpenVAS (Greenbone): reports in XML, of GMP 7 and later",
    recognises=_recognises,
    claims=_claims,
)


def _claim(result: xml_text.Element, version: str, where: str) -> Claim | None:
    test = result.find("nvt")
    if test is None or not test.get("oid"):
        msg = f"{where}: has no nvt with an oid"
        raise FormatError(msg)
    host = result.find("host")
    if host is None:
        msg = f"{where}: has no host"
        raise FormatError(msg)
    threat = xml_text.text(result, "threat") or xml_text.text(result, "original_threat")
    number = xml_text.port(xml_text.text(result, "port"))
    names = (xml_text.text(host, "hostname"), host.text or "")
    origins = tuple(origin for name in names if name.strip() for origin in places.origins(name, number))
    if not origins or threat.lower() in SAYS_NOTHING:
        return None
    title = xml_text.text(test, "name")
    weaknesses = [
        one.get("id", "") for one in test.findall("refs/ref") if one.get("type", "").lower() == "cwe"
    ]
    return Claim(
        tool="openvas",
        tool_version=places.identifier(version),
        rule=places.identifier(test.get("oid", "")),
        title=places.name(title),
        kind=kind_of(own=KINDS, names=(), cwes=map(json_text.weakness, weaknesses), title=title),
        severity=places.identifier(threat),
        origins=tuple(dict.fromkeys(origins)),
        place=None,
        seen_at=places.instant(xml_text.text(result, "creation_time")),
    )
