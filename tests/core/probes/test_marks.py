# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.marks import CAPTCHA, DATABASE_ERRORS, LISTINGS, LOGIN, content, shows
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
