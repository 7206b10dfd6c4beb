# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.buckets import CONTAINER, of_azure, read
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page
from tests.probing import page_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
AMAZON = (
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>x</Name><Prefix></Prefix>'
    "<IsTruncated>false</IsTruncated>{}</ListBucketResult>"
)
AZURE = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="x"><Blobs>{}</Blobs>'
    "<NextMarker /></EnumerationResults>"
)


def contents(*keys):
    return AMAZON.format("".join(f"<Contents>\n <Key>{key}</Key><Size>7</Size></Contents>" for key in keys))


@pytest.mark.parametrize(
    ("at", "listing"),
    [
        ("/", HEAD + contents("a/b.csv", "c.pdf")),
        ("/x/", contents("a/b.csv", "c.pdf")),
        ("/x/", HEAD + "<!-- made up -->" + contents("a/b.csv", "c.pdf")),
        (
            f"/x{CONTAINER}",
            AZURE.format("<Blob><Name>a/b.csv</Name></Blob><Blob><Name>c.pdf</Name></Blob>"),
        ),
    ],
)
def test_a_listing_names_objects_below_its_own_path(at, listing):
    bucket = read(page_of(at, listing))
    base = at.partition("?")[0].rstrip("/")
    assert bucket.objects == (("b.csv", f"{base}/a/b.csv"), ("c.pdf", f"{base}/c.pdf"))
    assert not bucket.more


def test_names_are_written_as_targets_and_those_that_servers_read_otherwise_left_out():
    listing = contents("a &amp; b/人 1.csv", "a/", "/x.csv", "a//x.csv", "../x.csv", "?q=1")
    assert [target for _, target in read(page_of("/", listing)).objects] == [
        "/a%20%26%20b/%E4%BA%BA%201.csv",
        "/%3Fq%3D1".replace("%3D", "="),
    ]


@pytest.mark.parametrize(
    "listing",
    [
        contents("a").replace(">false<", ">true<"),
        AZURE.replace("<NextMarker />", "<NextMarker>2!64</NextMarker>").format(""),
    ],
)
def test_a_listing_says_that_there_are_more(listing):
    assert read(page_of("/", listing)).more
    assert read(page_of("/", contents("a"), cut=True)).more


@pytest.mark.parametrize(
    "page",
    [
        page_of("/", "<html>&lt;ListBucketResult&gt;</html>"),
        page_of("/", "<Error><Code>AccessDenied</Code></Error>"),
        page_of("/", contents("a"), status=403),
        Page(target="/", failure=Cause.TIMED_OUT),
        page_of("/", ""),
    ],
)
def test_what_is_no_listing_is_not_read_as_one(page):
    assert read(page) is None


def test_azure_is_known_by_its_headers():
    assert of_azure(page_of("/x/", "", status=400, headers={"x-ms-version": "2021-08-06"}))
    assert of_azure(page_of("/x/", "", headers={"server": "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0"}))
    assert not of_azure(page_of("/x/", contents("a"), headers={"x-ms-request-id": "7"}))


@given(st.text(max_size=60))
def test_no_listing_makes_it_raise(text):
    for listing in (text, contents(text), AZURE.format(f"<Blob><Name>{text}")):
        bucket = read(page_of("/x/", listing))
        assert bucket is None or all(target.startswith("/x/") for _, target in bucket.objects)
