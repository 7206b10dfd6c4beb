# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files to a directory document: one JSON document, or a CSV table (RFC 4180) for each noun.

A table is named after its noun, `systems.csv`; its columns are the fields of the JSON schema, with
a dot before an inner one (`name.en`, `hours.start`); several values of a list are parted by `;`.
Tables are taken as spreadsheets save them: UTF-8 with or without a byte-order mark, or GB 18030 as on
Chinese systems; cells parted by commas, semicolons or tabs; empty rows.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json.decoder import JSONDecoder
from pathlib import Path
from typing import Any

from mendsky.apps.directory.report import NOUNS, ImportRefusedError, ImportReport, Places
from mendsky.apps.directory.services import import_document
from mendsky.apps.directory.shape import schema

TRUTHS = {"true": True, "false": False}
OPEN_END = "open-end"
"""Key of the cells that a row has beyond the header."""
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: hardly a text in GB 18030 is also one in UTF-8."""
DELIMITERS = (";", "\t")
"""Which one parts a header that has no comma; spreadsheets write it where the comma is the decimal sign."""
BETWEEN = re.compile(r"[ \t\n\r,:]*")
"""What stands between two values of JSON."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """What files hold together."""

    document: Mapping[str, list[Any]]
    places: Places
    """Where each entry stands: file and line."""


def import_files(
    paths: Iterable[Path], *, now: datetime, synthetic: bool, dry_run: bool = False
) -> ImportReport:
    """Import files as one document; raises `ImportRefusedError`."""
    files = read_files(paths)
    return import_document(files.document, now=now, synthetic=synthetic, dry_run=dry_run, places=files.places)


def read_files(paths: Iterable[Path]) -> Files:
    """Join `.json` and `.csv` files into one document; raises `ImportRefusedError` naming the file."""
    whole: dict[str, list[Any]] = {}
    places: dict[tuple[str, int], str] = {}
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ImportRefusedError([f"{path}: cannot be read: {error.strerror}"]) from None
        document, lines = _table(path, content) if path.suffix.lower() == ".csv" else _json(path, content)
        for noun, entries in document.items():
            entries_before = whole.setdefault(noun, [])
            for number, line in enumerate(lines[noun]):
                places[noun, len(entries_before) + number] = f"{path.name}, line {line}"
            entries_before.extend(entries)
    return Files(document=whole, places=places)


def read_table(noun: str, text: str) -> tuple[list[dict[str, Any]], list[int]]:
    """Read a table of one noun into entries and the line of each; empty cells are fields left out.

    Raises `ImportRefusedError` naming noun and line; what a cell must hold is the schema's word.
    """
    fields = schema()["$defs"][noun.removesuffix("s")]
    header = text.partition("\n")[0]
    delimiter = next((one for one in DELIMITERS if one in header and "," not in header), ",")
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey=OPEN_END, strict=True, delimiter=delimiter)
    entries: list[dict[str, Any]] = []
    lines: list[int] = []
    try:
        for row in rows:
            cells = [cell for cell in row.values() if isinstance(cell, str)]
            line = rows.line_num - sum(cell.count("\n") for cell in cells)
            if not any((*cells, *row.get(OPEN_END, ()))):
                continue  # spreadsheets leave empty rows behind
            if OPEN_END in row or None in row.values():
                says = f"{noun}, line {line}: has another number of cells than the header"
                raise ImportRefusedError([says])
            entry: dict[str, Any] = {}
            for column, cell in row.items():
                if cell != "":
                    _put(entry, fields, column.strip().split("."), cell)
            entries.append(entry)
            lines.append(line)
    except csv.Error:
        raise ImportRefusedError([f"{noun}, line {rows.line_num + 1}: is no row of a CSV table"]) from None
    return entries, lines


def _table(path: Path, content: bytes) -> tuple[dict[str, list[Any]], dict[str, list[int]]]:
    noun = path.stem.lower()
    if noun not in NOUNS:
        raise ImportRefusedError([f"{path}: must be named after its noun: {', '.join(NOUNS)}"])
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        entries, lines = read_table(noun, text)
        return {noun: entries}, {noun: lines}
    raise ImportRefusedError([f"{path}: must be written in UTF-8 or GB 18030"])


def _json(path: Path, content: bytes) -> tuple[dict[str, list[Any]], dict[str, list[int]]]:
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text)
    except UnicodeDecodeError:
        raise ImportRefusedError([f"{path}: must be written in UTF-8"]) from None
    except json.JSONDecodeError as error:
        line = f"{path}: is no JSON: {error.msg}, line {error.lineno} column {error.colno}"
        raise ImportRefusedError([line]) from None
    except RecursionError:
        raise ImportRefusedError([f"{path}: is no directory: its lists lie too deep"]) from None
    if not isinstance(document, Mapping) or not set(document) <= set(NOUNS):
        raise ImportRefusedError([f"{path}: must be an object with {', '.join(NOUNS)}"])
    for noun, entries in document.items():
        if not isinstance(entries, list):
            raise ImportRefusedError([f"{path}: {noun} must be a list"])
    return dict(document), _lines(text)


def _lines(text: str) -> dict[str, list[int]]:
    """Give the line on which each entry of a JSON document of lists begins."""
    decoder = JSONDecoder()
    lines: dict[str, list[int]] = {}
    at = text.index("{") + 1
    while text[at := _skip(text, at)] != "}":
        noun, at = decoder.raw_decode(text, at)
        lines[noun] = []  # a noun that comes again replaces the first, as for the parser
        at = _skip(text, at)
        if text[at] != "[":
            at = decoder.raw_decode(text, at)[1]
            continue
        at = _skip(text, at + 1)
        line, counted = text.count("\n", 0, at) + 1, at
        while text[at] != "]":
            line, counted = line + text.count("\n", counted, at), at
            lines[noun].append(line)
            at = _skip(text, decoder.raw_decode(text, at)[1])
        at += 1
    return lines


def _skip(text: str, at: int) -> int:
    """Give where the next value begins, behind what stands between."""
    found = BETWEEN.match(text, at)
    return at if found is None else found.end()


def _put(entry: dict[str, Any], fields: Mapping[str, Any], steps: list[str], cell: str) -> None:
    """Put a cell where its column says, as the type that the schema asks for.

    A cell that is not of the type stays a text, and an unknown column a field: the schema refuses both.
    """
    step, *inner = steps
    described = _described(fields.get("properties", {}).get(step, {}))
    if inner:
        below = entry.setdefault(step, {})
        if isinstance(below, dict):
            _put(below, described, inner, cell)
    elif described.get("type") == "array":
        items = _described(described["items"])
        entry[step] = [_value(items, part.strip()) for part in cell.split(";")]
    else:
        entry[step] = _value(described, cell.strip())


def _described(part: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref", "").rpartition("/")[2]
    described: Mapping[str, Any] = schema()["$defs"][reference] if reference else part
    return described


def _value(described: Mapping[str, Any], text: str) -> Any:
    kind = (
        "integer"
        if all(isinstance(one, int) for one in described.get("enum", ("",)))
        else described.get("type")
    )
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    return TRUTHS.get(text.lower(), text) if kind == "boolean" else text
