# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results of nuclei: JSON lines, or one list.

The fields are those of its `ResultEvent` (https://docs.projectdiscovery.io/opensource/nuclei/running).
What stands in request, response, curl-command, extracted-results and meta is never looked at.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from mendsky.core.formats import json_text, places
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format
from mendsky.core.terms.claims import Claim
from mendsky.core.terms.probing import Place

KINDS = MappingProxyType(
    {
        "sqli": "sql-injection",
        "listing": "directory-listing",
        "dir-listing": "directory-listing",
        "directory-listing": "directory-listing",
        "backup": "exposed-backup",
        "zip-backup-files": "exposed-backup",
        "sql-dump": "exposed-backup",
        "git-config": "exposed-repository",
        "svn-config": "exposed-repository",
        "laravel-env": "exposed-settings",
        "generic-env": "exposed-settings",
        "springboot-heapdump": "open-console",
        "springboot-env": "open-console",
        "druid-monitor": "open-console",
        "phpmyadmin-unauth": "open-console",
        "werkzeug-debugger-detect": "open-console",
        "swagger": "open-api",
        "openapi": "open-api",
        "swagger-api": "open-api",
        "default-login": "weak-password",
    }
)
"""Identifier or tag of a template → kind."""
HOST_AND_PORT = re.compile(r"\[?([^/\[\]@]+?)\]?:([0-9]{1,5})")


def _recognises(head: bytes) -> bool:
    return head.startswith((b"{", b"[")) and (b'"template-id"' in head or b'"templateID"' in head)


def _claims(content: bytes) -> Iterator[Claim | None]:
    is_list = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    results = json_text.entries(json_text.document(content), "list") if is_list else json_text.lines(content)
    for where, result in results:
        yield _claim(result, where)


FORMAT = Format(
    name="nuclei",
    about="nuclei 2 and 3: `-jsonl`, `-jsonl-export`, `-json-export`",
    recognises=_recognises,
    claims=_claims,
)


def _claim(result: dict[str, Any], where: str) -> Claim | None:
    about = json_text.optional(result.get("info"))
    rule = json_text.needed(result.get("template-id") or result.get("templateID"), f"{where}: template-id")
    origins, place = _where(result)
    if not origins or result.get("matcher-status") is False:
        return None
    title = json_text.text(about.get("name"))
    weaknesses = json_text.texts(json_text.optional(about.get("classification")).get("cwe-id"))
    return Claim(
        tool="nuclei",
        tool_version="",
        rule=places.identifier(rule),
        title=places.name(title),
        kind=kind_of(
            own=KINDS,
            names=(rule, *json_text.texts(about.get("tags"))),
            cwes=map(json_text.weakness, weaknesses),
            title=title,
        ),
        severity=places.identifier(json_text.text(about.get("severity"))),
        origins=origins,
        place=place,
        seen_at=places.instant(json_text.text(result.get("timestamp"))),
    )


def _where(result: dict[str, Any]) -> tuple[tuple[str, ...], Place | None]:
    parameter = json_text.text(result.get("fuzzing_parameter"))
    for field in ("matched-at", "matched", "url", "host"):
        written = json_text.text(result.get(field))
        if found := places.address(written):
            return (found[0],), places.with_parameter(found[1], parameter)
        if apart := HOST_AND_PORT.fullmatch(written):
            return places.origins(apart.group(1), int(apart.group(2))), None
    return (), None
