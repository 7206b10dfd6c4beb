# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks that servers, databases and doorkeepers leave in their pages."""

import re

from mendsky.core.terms.probing import Page

DATABASE_ERRORS = re.compile(
    rb"unrecognized token: |near \".{0,80}?\": syntax error|SQLITE_ERROR|sqlite3\.OperationalError"
    rb"|You have an error in your SQL syntax|Warning: mysqli?_|MySqlException|SQLSTATE\["
    rb"|unterminated quoted string at or near|syntax error at or near|PG::SyntaxError|Warning: pg_"
    rb"|PSQLException"
    rb"|ORA-0(?:0933|0936|0921|1756|1789|0907)|quoted string not properly terminated"
    rb"|Unclosed quotation mark (?:after|before) the character string|Incorrect syntax near|SqlException"
    rb"|Microsoft OLE DB Provider for (?:SQL Server|ODBC)|\[ODBC SQL Server Driver\]",
    re.IGNORECASE,
)
"""How SQLite, MySQL, PostgreSQL, Oracle and SQL Server complain about an unbalanced quote."""

LISTINGS = re.compile(
    rb"<title>\s*Index of /|<title>\s*Directory listing for /|<h1>\s*Index of /"
    rb"|\[To Parent Directory\]|<title>Directory Listing For ",
    re.IGNORECASE,
)
"""nginx and Apache, Python's http.server, lighttpd, IIS, Tomcat."""

LOGIN = re.compile(rb"<input\b[^<>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
CAPTCHA = re.compile(
    rb"g-recaptcha|h-captcha|cf-challenge|cf-turnstile|geetest|captcha\.(?:jpg|png|svg|php|jsp)"
    rb"|name\s*=\s*[\"']?captcha|id\s*=\s*[\"']?captcha|<title>[^<]{0,60}captcha",
    re.IGNORECASE,
)
EVERYTHING = re.compile(rb"(?s).+")


def shows(page: Page, mark: re.Pattern[bytes]) -> bool:
    """Say whether a page's body holds a mark."""
    return next(page.body.matches(mark), None) is not None


def content(page: Page) -> bytes:
    """Give the whole body for one look; the caller keeps nothing of it past the next request."""
    return b"".join(found.group() for found in page.body.matches(EVERYTHING))
