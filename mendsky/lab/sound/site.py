# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""An ordinary site, and the pages that weak, repaired and odd ones share with it.

By its seed it also has things that look like a loophole and are none: a listing of harmless PDFs,
numbered notices, masked numbers, a specimen number, an article about an SQL error. Some have a
security.txt, and some say that they run on an old nginx: both expose nobody.
"""

from collections.abc import Mapping
from html import escape

from mendsky.lab.exchange import Reply, Site
from mendsky.lab.listing import BANNERS, Entry, listing
from mendsky.lab.query import careful_query
from mendsky.lab.website import Answering, Premises, Website, always, front, moved, page

PDF = (
    b"%PDF-1.4\n% synthetic\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ROBOTS = b"User-agent: *\n# synthetic\n"
SECURITY_TXT = "# synthetic\nContact: https://portal.lab.test/report\nExpires: {expires}T00:00:00Z\n"
KEPT_UP, LEFT_BEHIND = "2100-01-01", "2012-01-01"
"""Until when a security.txt holds."""
FORMS = {"/download/form-1.pdf": "参保登记表", "/download/form-2.pdf": "变更申请表"}
NOTICES = (
    ("关于调整缴费基数的通知", "自下月起缴费基数按统计部门公布数据执行。咨询电话 010-12345678。"),
    ("系统维护公告", "上周出现的 SQL syntax error 问题已经修复，给您带来不便敬请谅解。"),
    ("补贴发放公示", "符合条件人员：110101********1230、110101********4567，共 2 人。"),
    ("办事指南更新", "办理时请携带有效证件原件，工作日 9:00 至 17:00 受理。"),
)


def sound(premises: Premises) -> Site:
    """Make a site without a loophole."""
    return assemble(premises)


def assemble(
    premises: Premises,
    *,
    links: Mapping[str, str] | None = None,
    extra: str = "",
    pages: Mapping[str, Answering] | None = None,
    prefixes: Mapping[str, Answering] | None = None,
    query: bool = True,
    login_link: bool = True,
) -> Site:
    """Make an ordinary site with something added: links and a form on its front page, and pages."""
    ordinary, ordinary_links = _ordinary(premises, login_link=login_link)
    if query:
        ordinary["/service/query"] = careful_query(premises, "/service/query", "sfzh")
        ordinary_links["/service/query"] = "个人信息查询"
    ordinary.update(pages or {})
    ordinary["/"] = front(premises, {**ordinary_links, **(links or {})}, extra)
    return Website(premises=premises, pages=ordinary, prefixes=prefixes or {})


def _ordinary(premises: Premises, *, login_link: bool) -> tuple[dict[str, Answering], dict[str, str]]:
    """Give the pages that every site has, and their links."""
    pages: dict[str, Answering] = {
        "/contact.html": always(page(premises, "联系我们", "<p>地址：某街道 1 号。电话 010-12345678。</p>")),
        "/download.html": always(
            page(
                premises,
                "下载",
                "".join(f'<p><a href="{path}">{title}</a></p>' for path, title in FORMS.items()),
            )
        ),
        "/robots.txt": always(Reply(body=ROBOTS, kind="text/plain")),
    }
    if premises.seed % 4 == 2:
        text = SECURITY_TXT.format(expires=LEFT_BEHIND if premises.seed % 8 == 2 else KEPT_UP)
        pages["/.well-known/security.txt"] = always(Reply(body=text.encode(), kind="text/plain"))
    links = {"/download.html": "表格下载"}
    pages.update({path: always(Reply(body=PDF, kind="application/pdf")) for path in FORMS})
    for number, (title, text) in enumerate(NOTICES, start=1):
        pages[f"/notice/{number}"] = always(page(premises, title, f"<h2>{title}</h2><p>{escape(text)}</p>"))
    links |= {f"/notice/{1 + premises.seed % 3}": "通知公告", f"/notice/{2 + premises.seed % 3}": "最新公告"}
    if premises.seed % 3 == 1 and (premises.weakness is None or premises.weakness.path != "/files/"):
        pages["/files/"] = always(_harmless_listing(premises))
        links["/files/"] = "文件目录"
    if premises.seed % 5 == 2:
        specimen = premises.register.resident_id(0)
        text = f"<p>填写示例：姓名 张三，身份证号 {specimen}（示例号码）</p>"
        pages["/help/sample.html"] = always(page(premises, "填写示例", text))
        links["/help/sample.html"] = "填写示例"
    if login_link and premises.seed % 3 == 2:
        pages["/admin/"] = always(moved("/login.html"))
        pages["/login.html"] = always(login(premises))
        links["/login.html"] = "经办人员登录"
    return pages, links


def login(premises: Premises) -> Reply:
    """Ask for a name and a password."""
    form = (
        '<form method="post" action="/login.html"><p>用户登录</p><input name="username">'
        '<input type="password" name="password"><button>登录</button></form>'
    )
    return page(premises, "用户登录", form)


def _harmless_listing(premises: Premises) -> Reply:
    entries = tuple(Entry(name=path.rpartition("/")[2], size=len(PDF)) for path in FORMS)
    banner = tuple(BANNERS)[premises.seed % len(BANNERS)]
    return listing("/files/", entries, banner)
