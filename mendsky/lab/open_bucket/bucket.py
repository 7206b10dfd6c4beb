# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand-ins for buckets: listings in the products' manners, and the objects that they name."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from mendsky.lab.directory_listing.vulnerable import export
from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.sound.site import PDF
from mendsky.lab.website import Answering, Premises, always

AMAZON, ALIYUN, AZURE = FORMS = ("amazon", "aliyun", "azure")
SPACES = {
    AMAZON: "http://s3.amazonaws.com/doc/2006-03-01/",
    ALIYUN: "http://doc.oss-cn-hangzhou.aliyuncs.com",
}
XML = "application/xml"
HEADERS = {
    AMAZON: {"X-Amz-Request-Id": "synthetic", "Server": "MinIO"},
    ALIYUN: {"X-Oss-Request-Id": "synthetic", "Server": "AliyunOSS"},
    AZURE: {"X-Ms-Request-Id": "synthetic", "X-Ms-Version": "2014-02-14"},
}
"""What every answer of each has."""
GUIDE = "guide/form-3.pdf"
FOLDER = "people/2015/"


def objects(premises: Premises) -> dict[str, Answering]:
    """Give everybody's record in one object, beside a form for anyone."""
    name = f"{FOLDER}{premises.fault.table}.csv"
    people = Reply(
        file=export(premises), kind="text/csv; charset=utf-8", headers=HEADERS[premises.fault.form]
    )
    return {name: always(people), **harmless(premises)}


def harmless(premises: Premises) -> dict[str, Answering]:
    """Give objects that are meant for anyone."""
    return {GUIDE: always(Reply(body=PDF, kind="application/pdf", headers=HEADERS[premises.fault.form]))}


def pages(premises: Premises, held: Mapping[str, Answering]) -> dict[str, Answering]:
    """Give a bucket's objects, and its listing in the manner of its product."""
    weakness = premises.fault
    shown = {weakness.path + name: answering for name, answering in held.items()}
    bare = weakness.path.rstrip("/")
    listed = listing(weakness.form, bare[1:], tuple(held))

    def container(asked: Asked) -> Reply:
        return listed if asked.query.get("comp") == "list" else failed(weakness.form, "ResourceNotFound", 404)

    if weakness.form == AZURE:
        return shown | {bare: container, weakness.path: container}
    return shown | {weakness.path: always(listed)}


def listing(form: str, name: str, keys: tuple[str, ...]) -> Reply:
    """Write a listing."""
    if form == AZURE:
        blobs = "".join(
            f"<Blob><Name>{escape(key)}</Name><Properties><Content-Length>9</Content-Length></Properties></Blob>"
            for key in keys
        )
        content = (
            f'<EnumerationResults ServiceEndpoint="https://synthetic.invalid/" ContainerName="{name}">'
            f"<Blobs>{blobs}</Blobs><NextMarker /></EnumerationResults>"
        )
    else:
        contents = "".join(f"<Contents><Key>{escape(key)}</Key><Size>9</Size></Contents>" for key in keys)
        content = (
            f'<ListBucketResult xmlns="{SPACES[form]}"><Name>{name}</Name><Prefix></Prefix>'
            f"<Marker></Marker><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"
        )
    return _written(form, content, 200)


def failed(form: str, code: str, status: int) -> Reply:
    """Write an error."""
    return _written(form, f"<Error><Code>{code}</Code><Message>synthetic</Message></Error>", status)


def _written(form: str, content: str, status: int) -> Reply:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- synthetic -->{content}'.encode()
    return Reply(status=status, body=body, kind=XML, headers=HEADERS[form])
