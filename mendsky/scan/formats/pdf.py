# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDF: the text of each page, and what is attached. Pictures of text are not read."""

import threading
from collections.abc import Iterator
from typing import Any

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member

MAGIC = b"%PDF-"
PDFIUM = threading.Lock()
"""PDFium is not made for threads (its fpdfview.h): one call at a time."""


def _recognises(_name: str, head: bytes) -> bool:
    return MAGIC in head[:1024]


def _members(content: Content) -> Iterator[Member | Flaw]:
    import pypdfium2  # noqa: PLC0415 - loaded where there is a PDF

    source: Any = content.path
    with content.file() as file:
        if source is None:
            source = file.read()
        document = _opened(pypdfium2, source)
        try:
            pages = _Pages(document, pypdfium2)
            yield Member(name="text", chunks=pages.texts(), text=True)
            yield from pages.attachments()
        finally:
            with PDFIUM:
                document.close()


def _opened(pypdfium2: Any, source: Any) -> Any:
    try:
        with PDFIUM:
            return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as failure:
        # FPDF_ERR_PASSWORD of fpdfview.h
        code = getattr(failure, "err_code", None)
        raise UnreadError(Cause.ENCRYPTED if code == 4 else Cause.CORRUPT) from None


class _Pages:
    """A document's pages, read one at a time."""

    def __init__(self, document: Any, pypdfium2: Any) -> None:
        self._document, self._fault = document, pypdfium2.PdfiumError
        self._damaged = 0

    def texts(self) -> Iterator[bytes]:
        """Give the text of each page; a page that cannot be read is passed by, and told at the end."""
        for number in range(len(self._document)):
            try:
                text = self._text(number)
            except self._fault:
                self._damaged += 1
                continue
            yield text.encode("utf-8", "surrogatepass") + b"\n"
        if self._damaged:
            raise UnreadError(Cause.CORRUPT)

    def attachments(self) -> Iterator[Member | Flaw]:
        """Give the attached files."""
        with PDFIUM:
            number = self._document.count_attachments()
        for place in range(number):
            try:
                with PDFIUM:
                    attached = self._document.get_attachment(place)
                    name, held = attached.get_name(), bytes(attached.get_data())
            except self._fault:
                yield Flaw(name=f"attachment {place + 1}", cause=Cause.CORRUPT)
                continue
            yield Member(name=name, chunks=iter((held,)))

    def _text(self, number: int) -> str:
        with PDFIUM:
            page = self._document[number]
            try:
                text_page = page.get_textpage()
                try:
                    return str(text_page.get_text_range())
                finally:
                    text_page.close()
            finally:
                page.close()


FORMAT = Format(
    name="pdf",
    about="The text of every page and the attached files; pictures of text are not read.",
    reads="file",
    recognises=_recognises,
    members=_members,
)
