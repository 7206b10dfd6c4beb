# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports that a page names: addresses at which a program writes a table to be saved.

They are not visited as pages, for what they answer is not meant to be looked at: see `export_without_login`.
A file that lies there, a folder, and an address with a number that stands for a record are none.
"""

import re
from collections.abc import Iterator
from html import unescape

from mendsky.core.probes.marks import content
from mendsky.core.probes.targets import FILE, STATIC, fields_of, may_act, numbered, on_origin
from mendsky.core.terms.probing import Page

NOTED = "exports"
"""Note of a page's body: the exports that it names."""
MOST_NAMED = 20
HINTS = tuple(word.encode() for word in ("export", "excel", "daochu", "csv", "xls", "导出", "下载"))
EXPORTING = re.compile(r"export|excel|daochu", re.IGNORECASE)
"""How such programs are called, in English and in pinyin."""
NAMING = re.compile(r"export|excel|daochu|=(?:csv|xls)", re.IGNORECASE)
"""What every export that is known by its address has in it."""
FORMAT_NAMES = frozenset({"format", "type", "output", "filetype", "ext", "export", "fmt"})
FORMATS = ("csv", "xlsx", "xls", "excel")
"""What stands in a parameter of such a name where a page can also be had as a table."""
PAGE = re.compile(r"\.html?$|/$", re.IGNORECASE)
QUOTED = re.compile(
    r"[\"']((?:https?:/|\.{0,2})/[^\"'<>\s{}]{0,250}|[^\"'<>\s{}/?]{1,80}[/?][^\"'<>\s{}]{0,200})[\"'](?!\s*\+)"
)
"""An address in quotes, wherever it stands: a link, a button's script, a frame."""
ANCHOR = re.compile(
    r"<(?:a|button)\b[^<>]{0,400}?\b(?:href|formaction|data-href)\s*=\s*[\"']?([^\"'<>\s]{1,300})[^<>]{0,300}>"
    r"(?:\s|<[^<>]{0,200}>){0,4}([^<>]{1,40})",
    re.IGNORECASE,
)
WORDED = re.compile(
    r"导出|下载(?:全部|名单|名册|花名册|明细|数据|报表|excel)|export|download (?:list|data|all)",
    re.IGNORECASE,
)
"""What stands on a link or a button that exports."""


def exports_of(page: Page, origin: str) -> tuple[str, ...]:
    """Give the exports on the same origin that a page names."""
    known = page.body.notes.get(NOTED)
    if isinstance(known, tuple):
        return known
    named: dict[str, None] = {}
    if page.body.mentions(HINTS):
        text = content(page).decode(errors="surrogateescape")
        for reference, worded in _references(text):
            found = on_origin(origin, page.target, unescape(reference))
            if found is not None and (_may_export(found) if worded else is_export(found)):
                named.setdefault(found)
    exports = tuple(named)[:MOST_NAMED]
    page.body.notes[NOTED] = exports
    return exports


def is_export(target: str) -> bool:
    """Say whether a target names an export of many records by its path, or by the format that it asks for."""
    return names_export(target) and _may_export(target)


def names_export(target: str) -> bool:
    """Say the same of a target that may be an export of one record, too."""
    path, _, query = target.partition("?")
    asked = any(name.lower() in FORMAT_NAMES and value.lower() in FORMATS for name, value in fields_of(query))
    return asked or EXPORTING.search(path) is not None


def _may_export(target: str) -> bool:
    path = target.partition("?")[0]
    lies_there = PAGE.search(path) or FILE.search(path) or STATIC.search(path)
    return not lies_there and numbered(target) is None and not may_act(target)


def _references(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what could be an address, and whether the words on it say that it exports."""
    quoted = (found.group(1) for found in QUOTED.finditer(text))
    yield from ((reference, False) for reference in quoted if NAMING.search(reference))
    for found in ANCHOR.finditer(text):
        if WORDED.search(found.group(2)):
            yield found.group(1), True
