# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML documents of scanners: read forward, without entities or anything from elsewhere, within limits."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from mendsky.core.formats.shape import FormatError

MOST_DEPTH = 64
Element = ET.Element


def elements(content: bytes, roots: tuple[str, ...], *names: str) -> Iterator[Element]:
    """Yield the root as it begins, then each element of some names, whole, but for those within one.

    A document type without entities is let pass, for nmap writes one. Raises `FormatError` naming the line.
    """
    depth = inside = 0
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=False):
            named = element.tag in names
            if event == "start":
                depth, inside = depth + 1, inside + named
                _within(depth, element, roots)
                if depth == 1:
                    yield element
                continue
            depth, inside = depth - 1, inside - named
            if named and not inside:
                yield element
                element.clear()
    except ET.ParseError as error:
        line, column = getattr(error, "position", (0, 0))
        msg = f"line {line}: is no XML from column {column + 1} on"
        raise FormatError(msg) from None
    except DefusedXmlException:
        msg = "defines entities, or refers to what lies elsewhere: such a file is not read"
        raise FormatError(msg) from None
    except (LookupError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        msg = "is written in an encoding that is not known"
        raise FormatError(msg) from None


def _within(depth: int, element: Element, roots: tuple[str, ...]) -> None:
    if depth > MOST_DEPTH:
        msg = f"its elements lie deeper than {MOST_DEPTH}"
        raise FormatError(msg)
    if depth == 1 and element.tag not in roots:
        msg = f"its first element must be {' or '.join(roots)}"
        raise FormatError(msg)


def text(element: Element, path: str) -> str:
    """Give the text of an element below another; empty where there is none."""
    found: Any = element.findtext(path)
    return (found or "").strip()


def port(value: str) -> int:
    """Give the port of a text such as `443` or `443/tcp`; 0 where it has none."""
    digits = value.partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 5 else 0
