# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON documents of scanners: read within limits, and taken apart without trusting their shape."""

import json
import re
from collections.abc import Iterator
from typing import Any

from mendsky.core.formats.shape import FormatError

NUMBER = re.compile(r"[0-9]{1,6}")


def document(content: bytes, where: str = "") -> Any:
    """Read one JSON document; raises `FormatError` naming its line, or `where` it stands."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        msg = f"{where + ': ' if where else ''}must be written in UTF-8"
    except json.JSONDecodeError as error:
        msg = f"{where or f'line {error.lineno}'}: is no JSON: {error.msg}, column {error.colno}"
    except RecursionError:
        msg = f"{where + ': ' if where else ''}its values lie too deep"
    except ValueError:  # a number of thousands of digits
        msg = f"{where + ': ' if where else ''}holds a number that is too long"
    raise FormatError(msg)


def lines(content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of JSON lines, each with where it stands; raises `FormatError` naming the line."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            where = f"line {number}"
            yield where, mapping(document(line, where), where)


def mapping(value: Any, where: str) -> dict[str, Any]:
    """Give a value that must be an object; raises `FormatError` naming where it stands."""
    if isinstance(value, dict):
        return value
    msg = f"{where}: must be an object"
    raise FormatError(msg)


def entries(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of what must be a list, each with where it stands; nothing where it is left out."""
    if value is None:
        return
    if not isinstance(value, list):
        msg = f"{where}: must be a list"
        raise FormatError(msg)
    for number, entry in enumerate(value):
        here = f"{where}[{number}]"
        yield here, mapping(entry, here)


def optional(value: Any) -> dict[str, Any]:
    """Give a value that may be an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """Give a text, or a whole number as one; empty for everything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and abs(value) < 10**18 else ""


def texts(value: Any) -> list[str]:
    """Give the texts of a list, or of one text with commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def needed(value: Any, where: str) -> str:
    """Give a text that must be there; raises `FormatError` naming where."""
    found = text(value)
    if found:
        return found
    msg = f"{where}: must be a text"
    raise FormatError(msg)


def weakness(value: str) -> int | None:
    """Give the number of a weakness written `CWE-89`, `cwe-89` or `89`; None where there is none."""
    lowered = value.lower().rpartition("cwe-")[2]
    return int(lowered) if NUMBER.fullmatch(lowered) else None
