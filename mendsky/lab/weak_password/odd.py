# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logins of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_password.gate import Gate, entrance
from mendsky.lab.website import Answering, Premises, page


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd login."""
    behind = answering.pages() if isinstance(answering, Odd) else {}
    pages = {**behind, premises.fault.path: answering}
    return assemble(premises, links=entrance(premises), pages=pages, login_link=False)


class Odd(Gate):
    """A gate that answers as the page at its address."""

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        return self.login(asked)


def lets_everybody_in(premises: Premises) -> Answering:
    """Open to any name and password, as a trap does."""
    return Odd(premises=premises, lets=lambda account, password: bool(account and password))


def locks(premises: Premises) -> Answering:
    """Lock an account after two wrong tries, whoever made them."""
    wrong: dict[str, int] = {}
    gate = Gate(premises=premises, lets=lambda _, __: False)

    def answer(asked: Asked) -> Reply:
        reply = gate.login(asked)
        if asked.method != "POST":
            return reply
        account = asked.form.get(gate.fields[0], "")
        wrong[account] = wrong.get(account, 0) + 1
        if wrong[account] < 2:
            return reply
        return page(premises, "管理员登录", "<p>密码错误次数过多，该账号已锁定 30 分钟。</p>")

    return answer


def always_an_error(premises: Premises) -> Answering:
    """Answer every login with 200 and an error of its own."""
    gate = Gate(premises=premises, lets=lambda _, __: False)

    def answer(asked: Asked) -> Reply:
        shown = gate.login(Asked(path=asked.path))
        if asked.method != "POST":
            return shown
        return Reply(body=shown.body.replace(b"<h1>", "<p>系统异常，请稍后再试。</p><h1>".encode()))

    return answer


def captcha_after_one(premises: Premises) -> Answering:
    """Ask for the letters of a picture as soon as a login was wrong."""
    gate = Gate(premises=premises, lets=lambda _, __: False)

    def answer(asked: Asked) -> Reply:
        shown = gate.login(asked)
        picture = '<img src="/captcha.png" alt="验证码"><input name="captcha"><button>'.encode()
        return shown if asked.method != "POST" else Reply(body=shown.body.replace(b"<button>", picture))

    return answer


ODD: dict[str, Callable[[Premises], Answering]] = {
    # A page that asks for a password is no oddity here.
    **{name: made for name, made in AT_PLACE.items() if name != "login-page"},
    "honeypot": lets_everybody_in,
    "locks": locks,
    "always-an-error": always_an_error,
    "captcha-after-one": captcha_after_one,
}
