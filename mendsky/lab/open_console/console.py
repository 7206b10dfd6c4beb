# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Consoles as their products answer, cut to what a visitor looks at."""

import json

from mendsky.lab.exchange import Reply
from mendsky.lab.files import kept_file
from mendsky.lab.website import Answering, Premises, always, page

HEAP, ENV, DRUID, DATABASE, HEAP_1, PHPINFO, IGNITION, DEBUGGER = (
    "actuator-heap", "actuator-env", "druid", "phpmyadmin", "heap", "phpinfo", "ignition", "werkzeug",
)  # fmt: skip
PATHS = {
    HEAP: ("/actuator/heapdump",),
    ENV: ("/actuator/env",),
    DRUID: ("/druid/websession.json",),
    DATABASE: ("/phpmyadmin/",),
    HEAP_1: ("/heapdump",),
    PHPINFO: ("/phpinfo.php",),
    IGNITION: ("/_ignition/health-check",),
    DEBUGGER: ("/jindu/tongji", "/tj/nianbao"),
}
"""Form → what opens."""
LINKED = {HEAP_1: "/zhinan.do", PHPINFO: "/zhinan.php", IGNITION: "/zhinan.php"}
"""Form → the page by whose address a visitor sees what runs; the others need none."""
KEY = "Hetao-8841"
"""Opens nothing: the databases of the lab are asked by nobody."""
HPROF = b"JAVA PROFILE 1.0.2\x00\x00\x00\x00\x08 synthetic" + bytes(400)


def entrance(form: str) -> dict[str, Answering]:
    """Give the page by which a product introduces itself."""
    if form in {HEAP, ENV}:
        ends = {name: {"href": f"/actuator/{name}"} for name in ("self", "health", "heapdump", "env")}
        return {"/actuator": _json({"_links": ends, "label": "synthetic"})}
    if form == DRUID:
        title = b"<html><head><title>Druid Stat Index</title></head><body>synthetic</body></html>"
        return {"/druid/index.html": always(Reply(body=title))}
    return {}


def opened(premises: Premises) -> Answering:
    """Answer as the console does that asks for no login."""
    form = premises.fault.form
    if form in {HEAP, HEAP_1}:
        return always(Reply(file=kept_file(HPROF), kind="application/octet-stream"))
    return {
        ENV: _json(
            {"propertySources": [{"properties": {"db.password": {"value": KEY}}}], "label": "synthetic"}
        ),
        DRUID: _json({"ResultCode": 1, "Content": [{"SESSIONID": "synthetic", "Principal": None}]}),
        DATABASE: _page("phpMyAdmin", '<a href="server_databases.php">Databases</a>'),
        PHPINFO: _page(
            "PHP 5.3.3 - phpinfo()",
            f'<table><tr><td class="e">DB_PASSWORD </td><td class="v">{KEY} </td></tr></table>',
        ),
        IGNITION: _json({"can_execute_commands": True, "label": "synthetic"}),
        DEBUGGER: failing(premises),
    }[form]


def failing(premises: Premises) -> Answering:
    """Fail where the year is missing, with the debugger in the program's place."""
    script = '<script>var TRACEBACK = 9, EVALEX = true, SECRET = "synthetic";</script>'
    failed = page(premises, "TypeError // Werkzeug Debugger", script, status=500)
    shown = page(premises, "统计年报", "<p>数据整理中。</p>")
    return lambda asked: shown if "nd" in asked.query else failed


def own_login(form: str) -> Answering | None:
    """Give the page on which a product itself asks for a login; None where it sends elsewhere."""
    fields = (
        '<form method="post"><input name="pma_username"><input type="password" name="pma_password"></form>'
    )
    return _page("phpMyAdmin", fields) if form == DATABASE else None


def _json(document: object) -> Answering:
    body = json.dumps(document, separators=(",", ":")).encode()
    return always(Reply(body=body, kind="application/json"))


def _page(title: str, body: str) -> Answering:
    document = f"<html><head><title>{title}</title></head><body>{body}synthetic</body></html>"
    return always(Reply(body=document.encode()))
