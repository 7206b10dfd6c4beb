# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A site as a table of pages; sound, weak, repaired and odd ones differ in what they add to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.people import Holding, Register
from mendsky.lab.weakness import Weakness

Answering = Callable[[Asked], Reply]
STATEMENTS = (
    "本系统共有 {total} 条{noun}。",
    "截至目前，数据库共计 {total} 条{noun}。",
    "{noun}管理系统，记录总数：{total}。",
)
OLD_SERVER = "nginx/1.4.0 (synthetic)"
"""What the front page of one site in seven says that it runs on."""
FORBIDDEN = Reply(
    status=403,
    body=b"<html><head><title>403 Forbidden</title></head>"
    b"<body><h1>403 Forbidden</h1>synthetic</body></html>",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Premises:
    """What all pages of one system are made of."""

    name: str
    """In Chinese, with a word that says that it is made up."""
    noun: str
    """What one entry is called: 参保记录."""
    holding: Holding
    register: Register
    seed: int
    """Chooses ornaments: notices, visitor counter, wording."""
    weakness: Weakness | None = None

    @property
    def fault(self) -> Weakness:
        """Give the weakness; raises `ValueError` for a system that never had one."""
        if self.weakness is None:
            msg = f"{self.name} has no weakness: only a sound site can be made of it"
            raise ValueError(msg)
        return self.weakness

    @property
    def statement(self) -> str:
        """State the number of records the way such pages do."""
        total = self.holding.records
        written = f"{total:,}" if self.seed % 2 else str(total)
        return STATEMENTS[self.seed % len(STATEMENTS)].format(total=written, noun=self.noun)


@dataclass(frozen=True, kw_only=True, slots=True)
class Website:
    """Pages by exact path, then by longest prefix; everything else is 404."""

    premises: Premises
    pages: Mapping[str, Answering]
    prefixes: Mapping[str, Answering] = field(default_factory=dict)
    _longest_first: tuple[str, ...] = field(init=False)
    _missing: Reply = field(init=False)

    def __post_init__(self) -> None:
        # Once for all requests, of which most ask for what is not there.
        object.__setattr__(self, "_longest_first", tuple(sorted(self.prefixes, key=len, reverse=True)))
        object.__setattr__(self, "_missing", not_found(self.premises))

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        exact = self.pages.get(asked.path)
        if exact is not None:
            return exact(asked)
        for prefix in self._longest_first:
            if asked.path.startswith(prefix):
                return self.prefixes[prefix](asked)
        return self._missing


def page(premises: Premises, title: str, body: str, *, status: int = 200) -> Reply:
    """Lay out one page, labelled synthetic."""
    document = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)} - {escape(premises.name)}</title></head>
<body>
<p class="label">synthetic 本页面及其中人员均为合成演示数据，并不存在</p>
<h1>{escape(premises.name)}</h1>
{body}
<hr><p><a href="/">首页</a> <a href="/contact.html">联系我们</a></p>
</body></html>
"""
    return Reply(status=status, body=document.encode())


def not_found(premises: Premises) -> Reply:
    """Answer 404 the way an ordinary server does."""
    return page(premises, "页面不存在", "<p>404 您访问的页面不存在。</p>", status=404)


def always(reply: Reply) -> Answering:
    """Answer the same whatever is asked."""
    return lambda _: reply


def front(premises: Premises, links: Mapping[str, str], extra: str = "") -> Answering:
    """Make the front page: greeting, total, links; one site in four counts its visitors."""
    visits = iter(range(10_000 + premises.seed % 5000, 10_000_000))
    listed = "".join(
        f'<li><a href="{escape(target)}">{escape(text)}</a></li>' for target, text in links.items()
    )

    says = {"Server": OLD_SERVER} if premises.seed % 7 == 3 else {}

    def rendered(counter: str = "") -> Reply:
        shown = (
            f"<p>欢迎访问。{escape(premises.statement)}服务热线 12333。</p><ul>{listed}</ul>{extra}{counter}"
        )
        return replace(page(premises, "首页", shown), headers=says)

    if premises.seed % 4 != 3:
        return always(rendered())
    return lambda _: rendered(f"<p>您是第 {next(visits)} 位访客</p>")


def moved(target: str) -> Reply:
    """Redirect."""
    return Reply(status=302, headers={"Location": target})
