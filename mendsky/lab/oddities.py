# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Oddities that any address can have: nothing can be told from them."""

from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.website import Answering, Premises, Website, always, not_found, page


@dataclass(frozen=True, slots=True)
class Spreading:
    """An odd page that answers for the addresses beside its own too."""

    answering: Answering

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        return self.answering(asked)


def beside(premises: Premises, answering: Answering) -> Answering:
    """Give what the addresses beside an odd page answer."""
    return answering if isinstance(answering, Spreading) else always(not_found(premises))


BAD_GATEWAY = Reply(
    status=502,
    body=b"<html><head><title>502 Bad Gateway</title></head>"
    b"<body><h1>502 Bad Gateway</h1><hr>synthetic</body></html>",
)


def bad_gateway(_: Premises) -> Answering:
    """Answer 502, as a front server without its back does."""
    return always(BAD_GATEWAY)


def never_answers(_: Premises) -> Answering:
    """Take the request and say nothing."""
    return always(Reply(silent=True))


def drops(_: Premises) -> Answering:
    """Hang up on every request."""
    return always(Reply(dropped=True))


def captcha(premises: Premises) -> Answering:
    """Ask for the letters of a picture first."""
    form = (
        '<p>访问过于频繁，请输入验证码后继续</p><form method="post" action="/captcha">'
        '<img src="/captcha.png" alt="验证码"><input name="captcha"><button>提交</button></form>'
    )
    return always(page(premises, "安全验证", form))


def truncated(premises: Premises) -> Answering:
    """Promise more than is sent."""
    reply = page(premises, "查询结果", "<p>正在加载</p>")
    return always(Reply(body=reply.body[:200], promised=len(reply.body) + 4000))


def login_page(premises: Premises) -> Answering:
    """Answer 200 with a form for name and password."""
    form = (
        '<form method="post" action="/login"><p>请先登录</p><input name="username">'
        '<input type="password" name="password"><button>登录</button></form>'
    )
    return always(page(premises, "用户登录", form))


def catch_all(premises: Premises) -> Answering:
    """Answer 200 with the front page to whatever is asked."""
    return always(page(premises, "首页", f"<p>欢迎访问。{premises.statement}</p>"))


def honeypot(premises: Premises) -> Answering:
    """Match everything at once: a listing, an SQL error and a record on one page."""
    person = premises.register.person(premises.holding.first)
    body = (
        '<h1>Index of /</h1><pre><a href="../">../</a>\n<a href="backup.sql">backup.sql</a></pre>'
        '<p>You have an error in your SQL syntax; near "\'": syntax error</p>'
        f"<p>姓名 {person.name} 身份证号 {person.resident_id} 手机号 {person.mobile}</p>"
        '<p><a href="/record/1">1</a> <a href="/record/2">2</a> <a href="/q?id=1">q</a></p>'
    )
    return always(page(premises, "Index of /", body))


AT_PLACE: dict[str, Callable[[Premises], Answering]] = {
    "bad-gateway": bad_gateway,
    "never-answers": never_answers,
    "drops": drops,
    "captcha": captcha,
    "truncated": truncated,
    "login-page": login_page,
}
"""Oddities of one address on an otherwise ordinary site."""
EVERYWHERE: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "catch-all": catch_all,
    "honeypot": honeypot,
}
"""Oddities of a whole site."""


def everywhere(premises: Premises, name: str) -> Site:
    """Make a site that is odd whatever is asked; raises `KeyError` for an unknown name."""
    answering = EVERYWHERE[name](premises)

    def answer(asked: Asked) -> Reply:
        return answering(asked)

    return Website(premises=premises, pages={}, prefixes={"/": answer})
