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

TRACES = re.compile(
    rb"\bat [\w$.<>/]{3,200}\([\w$]{1,80}\.java:[0-9]+\)|Traceback \(most recent call last\)"
    rb"|\bat [\w.<>`]{3,200}\([^()\n]{0,200}\) in [^\n]{1,200}:line [0-9]+"
    rb"|#0 [^\n]{1,200}\.php\([0-9]+\)|<b>(?:Fatal error|Warning|Notice)</b>:",
    re.IGNORECASE,
)
"""How programs in Java, Python, .NET and PHP say where they failed."""
CONNECTIONS = re.compile(
    rb"\bjdbc:[a-z0-9]{2,20}:[^\s\"'<>]{5}|\b(?:mysql|postgres(?:ql)?|mongodb|redis|oracle)://[^\s\"'<>/]{1,99}@"
    rb"|\b(?:data source|server)\s*=[^<>\n]{1,200}\b(?:password|pwd)\s*=|\bDB_PASSWORD\b",
    re.IGNORECASE,
)
"""How a program is told where its database is and how to log in there."""
LOGIN = re.compile(rb"<input\b[^<>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
CAPTCHA = re.compile(
    rb"g-recaptcha|h-captcha|cf-challenge|cf-turnstile|geetest|captcha\.(?:jpg|png|svg|php|jsp)"
    rb"|name\s*=\s*[\"']?captcha|id\s*=\s*[\"']?captcha|<title>[^<]{0,60}captcha",
    re.IGNORECASE,
)
EVERYTHING = re.compile(rb"(?s).+")
FORM = re.compile(rb"<form\b([^<>]{0,800})>", re.IGNORECASE)
FORM_END = re.compile(rb"</?form\b", re.IGNORECASE)
"""Where a form ends, or another begins because it was never closed."""
POSTED = re.compile(rb"\bmethod\s*=\s*[\"']?post\b", re.IGNORECASE)
NAMED = re.compile(rb"\b(?:action|name|id|value|formaction)\s*=\s*[\"']?([^\"'<>\s]{1,200})", re.IGNORECASE)
CHANGING = re.compile(
    rb"(?:^|[^a-z])(?:update|edit|modify|save|change|stop|suspend|halt|delete|remove|cancel"
    rb"|xiugai|biangeng|baocun|gengxin|shanchu|zanting|tingfa|tingbao|zhuxiao)",
    re.IGNORECASE,
)
"""How addresses, fields and buttons that change a record are called, in English and in pinyin."""
LONGEST_FORM = 20_000


HINTS = {
    mark.pattern: hints
    for mark, hints in (
        (
            DATABASE_ERRORS,
            (b"error", b"sql", b"token", b"quot", b"ora-0", b"syntax", b"warning: pg_", b"ole db"),
        ),
        (LISTINGS, (b"index of /", b"directory listing for ", b"[to parent directory]")),
        (TRACES, (b".java:", b"traceback (most", b":line ", b".php(", b"</b>:")),
        (CONNECTIONS, (b"jdbc:", b"://", b"data source", b"server", b"db_password")),
        (LOGIN, (b"password",)),
        (CAPTCHA, (b"captcha", b"cf-challenge", b"cf-turnstile", b"geetest")),
    )
}
"""Of each mark, texts of which it always holds one: most pages hold none, and are done at once.

By its text, for a compiled pattern takes longer to hash than to search.
"""


def shows(page: Page, mark: re.Pattern[bytes]) -> bool:
    """Say whether a page's body holds a mark."""
    hints = HINTS.get(mark.pattern)
    if hints is not None and not page.body.mentions(hints):
        return False
    return next(page.body.matches(mark), None) is not None


def content(page: Page) -> bytes:
    """Give the whole body for one look; the caller keeps nothing of it past the next request."""
    return b"".join(found.group() for found in page.body.matches(EVERYTHING))


def offers_change(page: Page) -> bool:
    """Say whether a page has a POST form, no login, whose address, fields or buttons change what it shows.

    It is only looked at; nothing is ever sent to it.
    """
    shown = content(page) if page.body.mentions((b"<form",)) else b""
    for opened in FORM.finditer(shown):
        if POSTED.search(opened.group(1)) is None:
            continue
        closed = FORM_END.search(shown, opened.end(), opened.end() + LONGEST_FORM)
        inside = shown[opened.start() : closed.start() if closed else opened.end() + LONGEST_FORM]
        if LOGIN.search(inside) is None and any(
            CHANGING.search(found.group(1)) for found in NAMED.finditer(inside)
        ):
            return True
    return False
