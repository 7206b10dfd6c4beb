# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.exports import exports_of, is_export
from tests.probing import ORIGIN, page_of


def named(text, at="/m/index"):
    return exports_of(page_of(at, text), ORIGIN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="/ry/export.do">x</a>', "/ry/export.do"),
        ("<a href='exportExcel?dq=W01'>x</a>", "/m/exportExcel?dq=W01"),
        ('<a href="/ry/list?format=csv">x</a>', "/ry/list?format=csv"),
        ('<a href="/p/out.do"><b>导出名单</b></a>', "/p/out.do"),
        ('<a href="/p/out.do">下载明细</a>', "/p/out.do"),
        ("<button onclick=\"location.href='/m/daochu'\">x</button>", "/m/daochu"),
        ('<button formaction="/p/all">导出</button>', "/p/all"),
        ('<script>window.open("/m/toExcel.action")</script>', "/m/toExcel.action"),
    ],
)
def test_what_a_page_names_as_an_export_is_found(text, found):
    assert named(text) == (found,)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/download.html">表格下载</a>',
        '<a href="/form.pdf">下载明细</a>',
        '<a href="/data/export.csv">导出</a>',
        '<a href="/export/">导出</a>',
        '<a href="/trade/export.html">导出</a>',
        '<a href="/pz/export?id=17">导出</a>',
        '<a href="/deleteAndExport">x</a>',
        '<a href="http://other.test/export">导出</a>',
        '<script src="/js/tableExport.js"></script>',
        '<b id="export" class="btn-export"></b>',
        '<script>go("/m/export?dq=" + dq)</script>',
        '<a href="/ry/list?format=html">x</a>',
        '<a href="/ry/list">csv</a>',
    ],
)
def test_a_page_a_file_a_folder_one_record_and_what_may_act_are_none(text):
    assert named(text) == ()


def test_what_was_made_out_in_a_page_is_not_made_out_again():
    page = page_of("/", '<a href="/export">x</a>')
    assert exports_of(page, ORIGIN) is exports_of(page, ORIGIN)


def test_a_target_is_an_export_by_its_path_or_its_format():
    assert is_export("/a?export=xls")
    assert not is_export("/a?q=csv")


PIECES = ['<a href="', "/export", '">', "导出", "</a>", "format=csv", "?", "'", "<button formaction="]


@given(st.lists(st.sampled_from([*"<>\"'= ", *PIECES]), max_size=30).map("".join))
def test_no_page_makes_it_raise(text):
    named(text)
