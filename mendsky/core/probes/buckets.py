# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Listings of buckets, as object stores write them.

In Amazon's manner, which Aliyun, Tencent, Huawei, Google and MinIO follow:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html; and in Azure's:
https://learn.microsoft.com/rest/api/storageservices/list-blobs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from mendsky.core.probes.marks import content
from mendsky.core.terms.probing import Page

LISTING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--[^<>]{0,200}-->\s*)?<(?:ListBucketResult|EnumerationResults)\b"
)
OBJECT = re.compile(r"<(?:Contents|Blob)>\s*<(?:Key|Name)>([^<>]{1,1500})<")
MORE = re.compile(rb"<IsTruncated>\s*true\s*<|<NextMarker>\s*[^<\s]", re.IGNORECASE)
CONTAINER = "?restype=container&comp=list"
"""Query by which Azure lists a container; a bucket of another manner is asked for as it is."""
SAFE = "/~!$'()*,;=@-._"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    """What a listing says."""

    objects: tuple[tuple[str, str], ...]
    """Names, without what stands before their last slash, and their targets."""
    more: bool
    """It names only the first of them, or was cut."""


def read(page: Page) -> Bucket | None:
    """Read the listing of a bucket; None where the page is none."""
    shown = content(page) if page.failure is None and page.status in {200, 206} else b""
    if LISTING.match(shown) is None:
        return None
    at = page.target.partition("?")[0].rstrip("/") + "/"
    objects = _objects(shown.decode(errors="surrogateescape"), at)
    return Bucket(objects=tuple(objects), more=page.cut or MORE.search(shown) is not None)


def _objects(text: str, at: str) -> Iterator[tuple[str, str]]:
    for found in OBJECT.finditer(text):
        key = unescape(found.group(1))
        name = key.rpartition("/")[2]
        # Two slashes and dots are read by servers as another key.
        if name and not any(part in {"", ".", ".."} for part in key.split("/")):
            yield name, at + quote(key, safe=SAFE, errors="surrogateescape")


def of_azure(page: Page) -> bool:
    """Say whether an answer, be it an error, is of Azure's store, or comes through what stands before it."""
    return "x-ms-version" in page.headers or "windows-azure-blob" in page.headers.get("server", "").lower()
