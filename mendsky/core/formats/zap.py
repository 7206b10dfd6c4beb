# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports of ZAP: traditional JSON and traditional XML, with or without requests and responses.

https://www.zaproxy.org/docs/desktop/addons/report-generation/. Attack, evidence, otherinfo, descriptions and
messages are never looked at. What its user marked as a false positive claims nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from mendsky.core.formats import json_text, places, xml_text
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format
from mendsky.core.terms.claims import Claim

KINDS = MappingProxyType(
    {
        "40018": "sql-injection",
        "40019": "sql-injection",
        "40020": "sql-injection",
        "40021": "sql-injection",
        "40022": "sql-injection",
        "40024": "sql-injection",
        "40027": "sql-injection",
        "90018": "sql-injection",
        "0": "directory-listing",
        "10033": "directory-listing",
        "10095": "exposed-backup",
        "10062": "published-list",
    }
)
"""Identifier of a plug-in → kind; https://www.zaproxy.org/docs/alerts/."""
FALSE_POSITIVE = "0"
"""Its confidence in an alert that a person judged."""


def _recognises(head: bytes) -> bool:
    if head.startswith(b"{"):
        return b'"@generated"' in head or b'"@programName"' in head
    return b"<OWASPZAPReport" in head


def _claims(content: bytes) -> Iterator[Claim | None]:
    starts = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return _of_json(content) if starts == b"{" else _of_xml(content)


FORMAT = Format(
    name="zap",
    about="ZAP 2: traditional reports in JSON and XML, plain and with requests and responses",
    recognises=_recognises,
    claims=_claims,
)


def _of_json(content: bytes) -> Iterator[Claim | None]:
    document = json_text.mapping(json_text.document(content), "document")
    version = json_text.text(document.get("@version"))
    seen_at = places.instant(
        json_text.text(document.get("created")) or json_text.text(document.get("@generated"))
    )
    sites = document.get("site")
    for where, site in json_text.entries([sites] if isinstance(sites, dict) else sites, "site"):
        for here, alert in json_text.entries(site.get("alerts"), f"{where}.alerts"):
            instances = list(json_text.entries(alert.get("instances"), f"{here}.instances"))
            found = [instance for _, instance in instances] or [{"uri": site.get("@name")}]
            for instance in found:
                yield _claim(alert, instance, version, seen_at, here)


def _of_xml(content: bytes) -> Iterator[Claim | None]:
    version, seen_at, number = "", None, 0
    for element in xml_text.elements(content, ("OWASPZAPReport",), "alertitem"):
        if element.tag == "OWASPZAPReport":
            version = element.get("version", "")
            seen_at = places.instant(element.get("created", "") or element.get("generated", ""))
            continue
        number += 1
        alert = {part.tag: (part.text or "").strip() for part in element if len(part) == 0}
        instances = element.findall("instances/instance")
        for one in instances:
            instance = {"uri": xml_text.text(one, "uri"), "param": xml_text.text(one, "param")}
            yield _claim(alert, instance, version, seen_at, f"alertitem {number}")
        if not instances:
            yield _claim(alert, alert, version, seen_at, f"alertitem {number}")


def _claim(
    alert: Mapping[str, Any], instance: Mapping[str, Any], version: str, seen_at: datetime | None, where: str
) -> Claim | None:
    rule = json_text.needed(alert.get("pluginid"), f"{where}: pluginid")
    found = places.address(json_text.text(instance.get("uri")))
    if found is None or json_text.text(alert.get("confidence")) == FALSE_POSITIVE:
        return None
    title = json_text.text(alert.get("name")) or json_text.text(alert.get("alert"))
    return Claim(
        tool="zap",
        tool_version=places.identifier(version),
        rule=places.identifier(rule),
        title=places.name(title),
        kind=kind_of(
            own=KINDS,
            names=(rule,),
            cwes=(json_text.weakness(json_text.text(alert.get("cweid"))),),
            title=title,
        ),
        severity=places.identifier(json_text.text(alert.get("riskdesc")).partition(" ")[0]),
        origins=(found[0],),
        place=places.with_parameter(found[1], json_text.text(instance.get("param"))),
        seen_at=seen_at,
    )
