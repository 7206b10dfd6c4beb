# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files to a directory document: one JSON document, or a CSV table (RFC 4180) for each noun.

A table is named after its noun, `systems.csv`; its columns are the fields of the JSON schema, with
a dot before an inner one (`name.en`, `hours.start`); several values of a list are parted by `;`.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mendsky.apps.directory.reading import NOUNS, ImportRefusedError
from mendsky.apps.directory.services import ImportReport, import_document
from mendsky.apps.directory.shape import schema

TRUTHS = {"true": True, "false": False}
OPEN_END = "open-end"
"""Key of the cells that a row has beyond the header."""


def import_files(
    paths: Iterable[Path], *, now: datetime, synthetic: bool, dry_run: bool = False
) -> ImportReport:
    """Import files as one document; raises `ImportRefusedError`."""
    return import_document(read_files(paths), now=now, synthetic=synthetic, dry_run=dry_run)


def read_files(paths: Iterable[Path]) -> dict[str, list[Any]]:
    """Join `.json` and `.csv` files into one document; raises `ImportRefusedError` naming the file."""
    whole: dict[str, list[Any]] = {}
    for path in paths:
        try:
            document = _read_file(path)
        except OSError as error:
            raise ImportRefusedError([f"{path}: cannot be read: {error.strerror}"]) from None
        except UnicodeDecodeError:
            raise ImportRefusedError([f"{path}: must be written in UTF-8"]) from None
        if not isinstance(document, Mapping) or not set(document) <= set(NOUNS):
            raise ImportRefusedError([f"{path}: must be an object with {', '.join(NOUNS)}"])
        for noun, entries in document.items():
            if not isinstance(entries, list):
                raise ImportRefusedError([f"{path}: {noun} must be a list"])
            whole.setdefault(noun, []).extend(entries)
    return whole


def read_table(noun: str, text: str) -> dict[str, list[dict[str, Any]]]:
    """Read a table of one noun into a document; empty cells are fields left out.

    Raises `ImportRefusedError` naming noun, row and column; what a cell must hold is the schema's word.
    """
    fields = schema()["$defs"][noun.removesuffix("s")]
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey=OPEN_END, strict=True)
    entries: list[dict[str, Any]] = []
    try:
        for row in rows:
            if OPEN_END in row or None in row.values():
                line = f"{noun}, row {len(entries) + 2}: has another number of cells than the header"
                raise ImportRefusedError([line])
            entry: dict[str, Any] = {}
            for column, cell in row.items():
                if cell != "":
                    _put(entry, fields, column.split("."), cell)
            entries.append(entry)
    except csv.Error:
        raise ImportRefusedError([f"{noun}, row {len(entries) + 2}: is no row of a CSV table"]) from None
    return {noun: entries}


def _read_file(path: Path) -> Any:
    # Spreadsheets write a byte-order mark.
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        if path.stem not in NOUNS:
            raise ImportRefusedError([f"{path}: must be named after its noun: {', '.join(NOUNS)}"])
        return read_table(path.stem, text)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"{path}: is no JSON: {error.msg}, line {error.lineno} column {error.colno}"
        raise ImportRefusedError([line]) from None


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
