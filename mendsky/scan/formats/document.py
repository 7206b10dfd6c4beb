# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text of a document in XML: the runs of each paragraph joined, for a number may be split by its formatting.

A .docx, .pptx or .odt is a zip, whose entries come here; ECMA-376 part 1 and OpenDocument 1.3 part 3.
"""

from collections.abc import Iterator
from typing import Any

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member

NAMESPACES = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/presentationml/2006/main",
    b"http://purl.oclc.org/ooxml/presentationml/main",
    b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://schemas.microsoft.com/office/word/2003/wordml",
    b"urn:oasis:names:tc:opendocument:xmlns:office:1.0",
)
LINES = frozenset({"p", "h", "br", "cr", "line-break"})
"""Elements, by local name, that end a line."""
CELLS = frozenset({"tc", "table-cell", "tab"})
"""Elements that stand apart within one."""
ROWS = frozenset({"tr", "table-row"})
TEXTS = frozenset({"t", "delText", "instrText"})
"""Elements that hold text in OOXML; elsewhere its blanks are only indentation."""
ATTRIBUTES = frozenset({"Target", "href", "value", "string-value", "descr", "title", "val"})
"""Attributes in which people write."""


def _recognises(_name: str, head: bytes) -> bool:
    start = head[:4096]
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and any(
        namespace in start for namespace in NAMESPACES
    )


def _members(content: Content) -> Iterator[Member | Flaw]:
    yield Member(name="text", chunks=_text(content), text=True)


def _text(content: Content) -> Iterator[bytes]:
    import xml.etree.ElementTree as ET  # noqa: PLC0415 - for the name of its error only

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - loaded where there is XML
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415 - as above

    paragraphs = _Paragraphs()
    parser: Any = DefusedXMLParser(target=paragraphs, forbid_dtd=False)
    try:
        for chunk in content.chunks():
            parser.feed(chunk)
            if written := paragraphs.taken():
                yield written
        parser.close()
    except ET.ParseError:
        if written := paragraphs.taken():
            yield written
        raise UnreadError(Cause.CORRUPT) from None
    except DefusedXmlException:
        raise UnreadError(Cause.BOMB) from None
    if written := paragraphs.taken():
        yield written


class _Paragraphs:
    """Takes the parser's events, and gives lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._inside: list[bool] = []
        self._beside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._inside.append(_is_text(tag))
        for name, value in attributes.items():
            if len(value) > 4 and name.rpartition("}")[2] in ATTRIBUTES:
                self._beside.append(value)

    def data(self, text: str) -> None:
        """Take text."""
        if self._inside and self._inside[-1]:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        self._inside.pop()
        local = tag.rpartition("}")[2]
        if local in CELLS:
            self._parts.append("\t")
        elif local in LINES or local in ROWS:
            self._parts.append("\n")

    def close(self) -> None:
        """End the document."""
        self._parts.append("\n")

    def taken(self) -> bytes:
        """Give the text so far; what stands in attributes comes on lines of its own once a line has ended."""
        if self._parts and self._parts[-1] == "\n":
            self._parts += [f"{value}\n" for value in self._beside]
            self._beside.clear()
        text = "".join(self._parts)
        self._parts.clear()
        return text.encode("utf-8", "surrogatepass")


def _is_text(tag: str) -> bool:
    namespace, _, local = tag.rpartition("}")
    if "openxmlformats.org" in namespace or "purl.oclc.org" in namespace or "wordml" in namespace:
        return local in TEXTS
    return True


FORMAT = Format(
    name="docx, pptx, odt, odp",
    about="Text of paragraphs, tables, notes and comments, and the addresses of links; "
    "what is embedded is walked as any entry of a zip.",
    reads="stream",
    recognises=_recognises,
    members=_members,
)
