# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""SQL by concatenation, run by SQLite, with errors shown or hidden."""

import sqlite3
from html import escape

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.query import careful_query, change_form, query_form, result
from mendsky.lab.sound.site import assemble
from mendsky.lab.table import WARDS, table
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Premises, page

FORMS = {
    "identity": "resident_id = '{value}'",
    "number": "record = {value}",
    "ward": "ward = '{value}'",
}
SECOND = "ward"
"""How a second parameter of the same page finds records."""
BANNERS = {
    "php": "<b>Warning</b>: SQLite3::query(): Unable to prepare statement: 1, {message} in <b>query.php</b>",
    "java": "java.sql.SQLException: [SQLITE_ERROR] SQL error or missing database ({message})",
    "dotnet": "Server Error in '/' Application. SQLiteException: SQL logic error {message}",
    "python": "sqlite3.OperationalError: {message}",
}
"""How servers word what SQLite says; a weakness without a banner hides it."""


def site(premises: Premises, *, hidden: bool = False, bound: bool = False) -> Site:
    """Make the site; `hidden` drops form and links but leaves the address answering.

    `bound` is half a repair: the first parameter is bound, and the second is as it was.
    """
    weakness = premises.fault
    links, extra = ({}, "") if hidden else entrance(weakness)
    careful = careful_query(premises, weakness.path, weakness.parameter, weakness.form, weakness.table)

    def answer(asked: Asked) -> Reply:
        value = asked.query.get(weakness.parameter)
        other = asked.query.get(weakness.second) if weakness.second else None
        if other and (not value or bound):
            return _ask(premises, weakness, SECOND, other)
        if bound:
            return careful(asked)
        if value is None:
            return page(premises, "查询", query_form(weakness.path, weakness.parameter))
        return _ask(premises, weakness, weakness.form, value)

    return assemble(premises, links=links, extra=extra, pages={weakness.path: answer}, query=False)


def entrance(weakness: Weakness) -> tuple[dict[str, str], str]:
    """Give the links and the form by which the front page leads to the query page."""
    at = f"{weakness.path}?{weakness.parameter}="
    second = {f"{weakness.path}?{weakness.second}={WARDS[0]}": "按街道查询"} if weakness.second else {}
    if weakness.form == "identity":
        return second, query_form(weakness.path, weakness.parameter)
    if weakness.form == "number":
        return {f"{at}17": "办理进度查询", **second}, ""
    return {**{f"{at}{ward}": f"{ward} 街道参保情况" for ward in WARDS[:2]}, **second}, ""


def _ask(premises: Premises, weakness: Weakness, form: str, value: str) -> Reply:
    statement = f"SELECT record, state FROM {weakness.table} WHERE {FORMS[form]}".format(value=value)
    try:
        with table(premises, weakness.table) as database:
            rows = database.execute(statement).fetchall()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        if not weakness.banner:
            return page(premises, "查询结果", result([]))
        message = BANNERS[weakness.banner].replace("{message}", escape(str(error), quote=False))
        return page(
            premises, "系统错误", f"<p>{message}</p>", status=500 if weakness.banner == "dotnet" else 200
        )
    change = change_form(weakness.path, str(rows[0][0])) if rows and weakness.writable else ""
    return page(premises, "查询结果", result([(row[0], row[1]) for row in rows]) + change)
