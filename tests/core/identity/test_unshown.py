# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity.unshown import unshown


def shown(page):
    content, at, kept = page.encode(), 0, b""
    for start, end in unshown(content):
        kept += content[at:start]
        at = end
    return (kept + content[at:]).decode()


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>a</p>", "a"),
        ('<p title="b">a', "a"),
        ("<p title='<b>'>a", "a"),
        ("<p title=it's>a", "a"),
        ("<p>a<!-- b > c -->d", "ad"),
        ("<p>a<!-- never closed", "a"),
        ("<p>a<script>var b = '<p>';</script>c", "ac"),
        ("<p>a<SCRIPT>b</Script>c", "ac"),
        ("<p>a<template><b>x</b></template>c", "ac"),
        ("<p>a<script>b", "a"),
        ("<p>a<td style='display: none'>b</td>c", "ac"),
        ("<p>a<span hidden>b</span>c", "ac"),
        ('<p>a<input type="hidden" value="b">c', "ac"),
        ("<p>a<div hidden>b", "ab"),
        ("<p>1 < 2 and 3", "1 < 2 and 3"),
        ("\ufeff<!doctype html><p>a", "\ufeffa"),
        ('{"html": "<b>"}', '{"html": "<b>"}'),
        ("Notice: x on line 3<p title='b'>a", "Notice: x on line 3a"),
        ("", ""),
    ],
)
def test_what_is_left_is_what_a_browser_shows(page, left):
    assert shown(page) == left


class Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.text = ""

    def handle_data(self, data):
        self.text += data


PIECES = st.sampled_from(["<p>", '<i title="b>c">', "<!-- d -->", "</p>", "a", "e", " "])


@given(st.lists(PIECES).map("".join))
def test_of_a_page_without_scripts_the_standard_library_leaves_the_same(page):
    parser = Text()
    parser.feed("<p>" + page)
    parser.close()
    assert re.sub(r"\s", "", shown("<p>" + page)) == re.sub(r"\s", "", parser.text)


@pytest.mark.parametrize("piece", ["<a ", '<a "', "<a '<a \"", "<p hidden>", "<!--", "<script", "<"])
def test_a_hostile_page_gives_stretches_in_order(piece):
    content = (piece * 20_000).encode()
    spans = unshown(content)
    ends = [0, *(edge for span in spans for edge in span), len(content)]
    assert ends == sorted(ends)
