# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that pages link and that may list people, by their names and by the words on the links.

Of a file of text the head is read as it is; a document is fetched whole, and of its text as much is read as
the grant lets a sample read.
"""

import re
from collections.abc import Generator, Iterable
from html import unescape
from urllib.parse import unquote_to_bytes

from mendsky.core.probes.heads import longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import Surface
from mendsky.core.probes.targets import on_origin
from mendsky.core.terms.probing import Get, Page, Target

TEXT = re.compile(r"\.(?:csv|tsv|txt)$", re.IGNORECASE)
DOCUMENT = re.compile(r"\.(?:xls[xmb]?|et|ods|docx?|wps|odt|pdf)$", re.IGNORECASE)
"""Workbooks and documents of Microsoft, Kingsoft and OpenDocument, and PDF."""
TABLE = re.compile(r"\.(?:csv|tsv|xls[xmb]?|et|ods)$", re.IGNORECASE)
DOCUMENT_BYTES = 4_194_304
"""A list of fifty thousand people as a workbook; a longer one cannot be told."""
PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")
"""How workbooks and documents begin: ZIP (ECMA-376), Compound File Binary Format, PDF."""
CHINESE = ("名单", "名册", "花名册", "公示", "发放表", "汇总表", "明细表", "导出")
LIST = re.compile(
    b"|".join(word.encode(charset) for word in CHINESE for charset in ("utf-8", "gb18030"))
    + rb"|mingdan|gongshi|huamingce|mingce|daochu|butie|fafang"
    + rb"|roster|(?<![a-z])lists?(?![a-z])|person|people|member|export",
    re.IGNORECASE,
)
"""What lists of people are called: in Chinese by either charset of the web, in pinyin, in English."""
ANCHOR = re.compile(
    r"<a\b[^<>]{0,400}?\bhref\s*=\s*(?:\"([^\"<>]{1,800})\"|'([^'<>]{1,800})'|([^\s\"'<>]{1,800}))[^<>]{0,400}>"
    r"((?:[^<>]{0,80}<(?!/a\b)[^<>]{0,200}>){0,4}[^<>]{0,80})",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<[^<>]{0,200}>")


def is_attached(target: str) -> bool:
    """Say whether a target names a file of text or a document."""
    return TEXT.search(target) is not None or DOCUMENT.search(target) is not None


def speaks_of_a_list(target: str, words: bytes = b"") -> bool:
    """Say whether a target, or the words on a link to it, are those of a list of people."""
    return LIST.search(unquote_to_bytes(target)) is not None or LIST.search(words) is not None


def likelihood(target: str, words: bytes = b"") -> int:
    """Rank a file that may list people, 3 the likeliest; 0 for one that nothing speaks for."""
    return 2 * speaks_of_a_list(target, words) + (TABLE.search(target) is not None)


def asking(target: Target, path: str) -> Get:
    """Ask for a file: the head of a text; a document whole, to read as many records of it as are granted."""
    if DOCUMENT.search(path):
        return Get(path, max_bytes=DOCUMENT_BYTES, records=target.sample_records)
    most = longest_head(target)
    return Get(path, max_bytes=most, first_bytes=most)


def likeliest(links: Iterable[str], target: Target, surface: Surface) -> Generator[Get, Page, list[str]]:
    """Give the files among what the explored pages link that are worth asking for; needs no request.

    A file of text always is, for its head costs little; a document where something speaks for it.
    """
    attached = [link for link in links if is_attached(link)]
    words: dict[str, bytes] = {}
    if any(map(DOCUMENT.search, attached)):
        for page in surface.pages:
            answered = yield page.again
            if answered.failure is None:
                words = words_on(answered, target.origin) | words
    return ranked(attached, words)


def ranked(attached: Iterable[str], words: dict[str, bytes]) -> list[str]:
    """Give the files that are worth asking for, the likeliest first."""
    ranks = {link: likelihood(link, words.get(link, b"")) for link in attached}
    worth = [link for link, rank in ranks.items() if rank or TEXT.search(link)]
    return sorted(worth, key=lambda link: -ranks[link])


def words_on(page: Page, origin: str) -> dict[str, bytes]:
    """Give the words on a page's links to files of its origin."""
    text = content(page).decode(errors="surrogateescape")
    words: dict[str, bytes] = {}
    for found in ANCHOR.finditer(text):
        reference = found.group(1) or found.group(2) or found.group(3)
        target = on_origin(origin, page.target, unescape(reference))
        if target is not None and is_attached(target):
            shown = unescape(MARKUP.sub("", found.group(4)))
            words.setdefault(target, shown.encode(errors="surrogateescape"))
    return words
