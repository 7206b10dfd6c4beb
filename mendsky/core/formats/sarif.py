# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results in SARIF 2.1.0, which many scanners write.

OASIS Static Analysis Results Interchange Format, sections 3.27 (result), 3.49 (rule) and 3.4 (location).
Messages, bodies of web requests, web responses, fixes and snippets are never looked at. A result that a
later run calls absent, or that says a rule passed, claims nothing; nor does one that names a file only.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from mendsky.core.formats import json_text, places
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format
from mendsky.core.terms.claims import Claim

KINDS: MappingProxyType[str, str] = MappingProxyType({})
"""Rules are named by whoever wrote the file; weaknesses and words tell."""
SAYS_NOTHING = frozenset({"pass", "notApplicable", "informational"})


def _recognises(head: bytes) -> bool:
    return head.startswith(b"{") and (b"sarif" in head.lower() or b'"runs"' in head)


def _claims(content: bytes) -> Iterator[Claim | None]:
    document = json_text.mapping(json_text.document(content), "document")
    for where, run in json_text.entries(document.get("runs"), "runs"):
        for here, result in json_text.entries(run.get("results"), f"{where}.results"):
            yield _claim(run, result, here)


FORMAT = Format(
    name="sarif",
    about="SARIF 2.1.0 of any scanner whose results name addresses",
    recognises=_recognises,
    claims=_claims,
)


def _claim(run: dict[str, Any], result: dict[str, Any], where: str) -> Claim | None:
    if result.get("kind") in SAYS_NOTHING or result.get("baselineState") == "absent":
        return None
    driver = json_text.optional(json_text.optional(run.get("tool")).get("driver"))
    rule = _rule(driver, result, where)
    identifier = json_text.needed(result.get("ruleId") or rule.get("id"), f"{where}.ruleId")
    found = places.address(_written(run, result, where))
    if found is None:
        return None
    title = json_text.text(json_text.optional(rule.get("shortDescription")).get("text"))
    title = title or json_text.text(rule.get("name"))
    properties = json_text.optional(rule.get("properties"))
    configured = json_text.text(json_text.optional(rule.get("defaultConfiguration")).get("level"))
    ended = [json_text.text(one.get("endTimeUtc")) for _, one in _invocations(run, where)]
    return Claim(
        tool=places.identifier(json_text.text(driver.get("name"))).lower(),
        tool_version=places.identifier(
            json_text.text(driver.get("semanticVersion")) or json_text.text(driver.get("version"))
        ),
        rule=places.identifier(identifier),
        title=places.name(title),
        kind=kind_of(
            own=KINDS, names=(), cwes=map(json_text.weakness, _weaknesses(rule, properties)), title=title
        ),
        severity=places.identifier(json_text.text(result.get("level")) or configured or "warning"),
        origins=(found[0],),
        place=found[1],
        seen_at=places.instant(ended[-1]) if ended else None,
    )


def _rule(driver: dict[str, Any], result: dict[str, Any], where: str) -> dict[str, Any]:
    """Give the rule that a result names by place or identifier; empty where the file does not hold it."""
    rules = [rule for _, rule in json_text.entries(driver.get("rules"), f"{where}: rules")]
    named = json_text.optional(result.get("rule"))
    index = result.get("ruleIndex", named.get("index"))
    if isinstance(index, int) and 0 <= index < len(rules):
        return rules[index]
    identifier = result.get("ruleId", named.get("id"))
    return next((rule for rule in rules if rule.get("id") == identifier), {})


def _written(run: dict[str, Any], result: dict[str, Any], where: str) -> str:
    """Give the address of a result, a relative one put behind its base."""
    target = json_text.text(json_text.optional(result.get("webRequest")).get("target"))
    if places.address(target):
        return target
    for _, location in json_text.entries(result.get("locations"), f"{where}.locations"):
        physical = json_text.optional(location.get("physicalLocation"))
        artifact = json_text.optional(physical.get("artifactLocation"))
        bases = json_text.optional(run.get("originalUriBaseIds"))
        base = json_text.optional(bases.get(json_text.text(artifact.get("uriBaseId"))))
        try:
            return urljoin(json_text.text(base.get("uri")), json_text.text(artifact.get("uri")))
        except ValueError:
            return ""
    return ""


def _weaknesses(rule: dict[str, Any], properties: dict[str, Any]) -> Iterator[str]:
    """Yield what a rule says of its weakness: in its tags, its properties, its relationships."""
    yield from (tag for tag in json_text.texts(properties.get("tags")) if "cwe-" in tag.lower())
    yield from json_text.texts(properties.get("cwe"))
    relationships = rule.get("relationships")
    for one in relationships if isinstance(relationships, list) else ():
        target = json_text.optional(json_text.optional(one).get("target"))
        if json_text.text(json_text.optional(target.get("toolComponent")).get("name")).upper() == "CWE":
            yield json_text.text(target.get("id"))


def _invocations(run: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return json_text.entries(run.get("invocations"), f"{where}: invocations")
