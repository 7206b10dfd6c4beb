# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around an identifier in leaks: formats, escapes, encodings, labels."""

from dataclasses import dataclass

ANY = ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
UTF8, GB, BYTES = ("utf-8",), ("gb18030",), ("utf-8", "gb18030")
LATIN = ("utf-8",)
"""Escapes are a matter of bytes; that the text around them is ASCII makes the encoding indifferent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surrounding:
    """One kind of place in which an identifier stands."""

    name: str
    before: str
    """Text up to the identifier; `{label}` is where a word may announce it."""
    after: str
    encodings: tuple[str, ...] = BYTES
    """Encodings that show what is meant."""

    @property
    def labelled(self) -> bool:
        """Say whether a word announces what follows."""
        return "{label}" in self.before


def _place(name: str, before: str, after: str, encodings: tuple[str, ...] = BYTES) -> Surrounding:
    return Surrounding(name=name, before=before, after=after, encodings=encodings)


OPEN = (
    _place("csv", "7,张伟,", ",北京市海淀区\n", ANY),
    _place("csv-quoted", '"7","王芳","', '","杭州市"\n', ANY),
    _place("tsv", "7\t李娜\t", "\t上海市\n", ANY),
    _place("pipe", "7|刘洋|", "|南京市\n"),
    _place("json", '{"xm": "陈静", "v": "', '", "n": 3}\n', ANY),
    _place("json-number", '{"n": 3, "v": ', "}\n"),
    _place("html", "<tr><td>杨磊</td><td>", "</td></tr>\n"),
    _place("xml-attribute", '<person v="', '"/>\n'),
    _place("sql", "INSERT INTO t VALUES (7,'赵敏','", "','2015-04-22');\n"),
    _place("log", "2015-04-22T12:00:01 INFO [worker-3] value=", " took 31 ms\n"),
    _place("query", "GET /query?v=", "&page=2 HTTP/1.1\n"),
    _place("path", "GET /people/", "/photo HTTP/1.1\n"),
    _place("start", "", "\n"),
    _place("end", "登记：", ""),
    _place("sentence", "经核实，持证人黄强", "已于当日办理。\n", ANY),
    _place("parentheses", "周杰（", "）到场\n"),
    _place("brackets", "[", "]\n"),
    _place("semicolon", "a;", ";b\n"),
    _place("equals-quote", "v='", "'\n"),
    _place("nul", "rec\x00", "\x00next", UTF8),
)
"""Places that say nothing of what stands in them."""

ESCAPED = (
    _place("after-newline-escape", '"text": "first line\\n', '\\n"\n', LATIN),
    _place("after-tab-escape", '"text": "name\\t', '\\tx"\n', LATIN),
    _place("after-return-escape", '"text": "name\\r\\n', '\\r\\n"\n', LATIN),
    _place("after-percent-comma", "GET /q?v=7%2C", "%2C8 HTTP/1.1\n", LATIN),
    _place("after-percent-space", "GET /q?v=name%20", "%20x HTTP/1.1\n", LATIN),
    _place("after-percent-equals", "GET /q?v%3D", "%26n%3D2 HTTP/1.1\n", LATIN),
    _place("after-percent-newline", "payload=a%0A", "%0Ab\n", LATIN),
    _place("after-percent-chinese", "GET /q?v=%E4%B8%AD", "%E4%B8%AD HTTP/1.1\n", LATIN),
    _place("after-unicode-escape", '"text": "\\u8eab\\u4e2d', '\\u4e2d"\n', LATIN),
    _place("after-unicode-escape-ending-in-digit", '"text": "\\u5f20\\u4f1f', '\\u5f20"\n', LATIN),
    _place("after-entity", "<p>&#20013;&#25991;", "&#20013;</p>\n", LATIN),
    _place("after-nbsp", "<p>name&nbsp;", "&nbsp;x</p>\n", LATIN),
    _place("gb-trail-letter-h", "患者玥", "玥。\n", GB),
    _place("gb-trail-letter-b", "患者珺", "珺。\n", GB),
    _place("gb-trail-letter-f", "患者朱镕", "镕。\n", GB),
    _place("gb-four-bytes", "患者㐀", "㐀。\n", GB),
    _place("gb-four-bytes-after-four-bytes", "患者㐀䶵", "䶵。\n", GB),
    _place("gb-four-bytes-beyond-the-plane", "患者𠀀", "𠀀。\n", GB),
)
"""Places where a piece of an escape or of a character looks like a letter or digit of the identifier."""

LABELLED = (
    _place("label-colon", "{label}: ", "\n", ANY),
    _place("label-full-colon", "登记表 {label}：", "，其他\n", ANY),
    _place("label-json", '{{"{label}": "', '"}}\n', ANY),
    _place("label-csv-head", "编号,{label},日期\n7,", ",2015-04-22\n", ANY),
    _place("label-html", "<tr><th>{label}</th><td>", "</td></tr>\n"),
    _place(
        "label-html-column",
        "<table><tr><th>编号</th><th>{label}</th></tr><tr><td>7</td><td>",
        "</td></tr></table>\n",
    ),
    _place("label-equals", "{label}=", ";\n"),
    _place("label-sentence", "其{label}为", "，请核对。\n"),
)
"""Places in which a word announces the identifier."""

QUIET = (
    _place("order", "订单 ", " 已发货\n", ANY),
    _place("order-json", '{"order": "', '", "state": 3}\n', ANY),
    _place("order-csv", "7,", ",12.50,shipped\n"),
    _place("trace", "2015-04-22 INFO trace=", " ok\n"),
    _place("file", "uploads/", ".jpg\n"),
    _place("html-attribute", '<a href="/x" data-x="', '">下一页</a>\n'),
    _place("sql-column", "INSERT INTO log VALUES (1,", ",0);\n"),
)
"""Places of numbers that are nobody's."""
