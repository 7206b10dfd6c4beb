# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.marks import CAPTCHA, DATABASE_ERRORS, LISTINGS, LOGIN, content, offers_change, shows
from mendsky.core.terms.probing import Body, Page

COMPLAINTS = {
    "SQLite": "Unable to prepare statement: 1, unrecognized token: \"'1''\"",
    "SQLite by Java": "java.sql.SQLException: [SQLITE_ERROR] SQL error or missing database",
    "MySQL": "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server",
    "PostgreSQL": 'ERROR: unterminated quoted string at or near "\'"',
    "Oracle": "ORA-01756: quoted string not properly terminated",
    "SQL Server": "Unclosed quotation mark after the character string '1'.",
}
LISTED = {
    "nginx": "<html><head><title>Index of /backup/</title></head>",
    "Apache": "<title>Index of /backup</title>",
    "Python": "<title>Directory listing for /backup/</title>",
    "IIS": '<A HREF="/">[To Parent Directory]</A>',
    "Tomcat": "<title>Directory Listing For [/backup/]</title>",
}


def page(text):
    return Page(target="/", status=200, body=Body(text.encode()))


@pytest.mark.parametrize("server", COMPLAINTS)
def test_each_databases_complaint_is_known(server):
    assert shows(page(COMPLAINTS[server]), DATABASE_ERRORS)


@pytest.mark.parametrize("server", LISTED)
def test_each_servers_listing_is_known(server):
    assert shows(page(LISTED[server]), LISTINGS)


def test_an_article_about_such_an_error_is_none():
    assert not shows(page("上周出现的 SQL syntax error 问题已经修复"), DATABASE_ERRORS)


def test_login_and_captcha_are_known_by_their_fields():
    assert shows(page("<input name=p type='password'>"), LOGIN)
    assert shows(page('<input name="captcha">'), CAPTCHA)
    assert not shows(page("<p>验证码 password</p>"), LOGIN)


def test_the_whole_content_is_given_with_its_line_ends():
    assert content(page("a\nb")) == b"a\nb"
    assert content(page("")) == b""


CHANGES = {
    "address": '<form method="post" action="/person/update"><input name=a></form>',
    "button": "<form method=POST><input name=a><button name='tingfa' value=1>x</button></form>",
    "hidden": '<form method="post"><input type="hidden" name="do" value="save"></form>',
    "pinyin": '<form action="/yb/xiugai.do" method="post"></form>',
}
NO_CHANGES = {
    "a login": '<form method="post" action="/save"><input type="password" name="p"></form>',
    "a query": '<form method="get" action="/person/update"></form>',
    "a search": '<form method="post" action="/search"><input name="q"></form>',
    "a word": '<p>update</p><form method="post" action="/q"><input name="lastupdate"></form>',
    "a link": '<a href="/delete">x</a>',
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_form_that_changes_something_is_known_by_its_names(how):
    assert offers_change(page(CHANGES[how]))


@pytest.mark.parametrize("what", NO_CHANGES)
def test_a_form_that_changes_nothing_is_none(what):
    assert not offers_change(page(NO_CHANGES[what]))


def test_a_page_of_openings_alone_is_read_in_little_time():
    assert not offers_change(page("<form method=post>" * 2000))
