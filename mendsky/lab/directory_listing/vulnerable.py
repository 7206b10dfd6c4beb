# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An open directory with an export of everybody in it."""

from mendsky.lab.exchange import LongFile, Reply, Site
from mendsky.lab.files import long_file
from mendsky.lab.listing import BANNERS, Entry, listing
from mendsky.lab.people import HEADER, Person
from mendsky.lab.sound.site import assemble
from mendsky.lab.weakness import POSTS
from mendsky.lab.website import Answering, Premises, always

FORMS = {"csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8"}
"""Suffix of the export, with its media type."""
README = "synthetic 合成演示数据\n".encode()

__all__ = ["BANNERS", "FORMS", "pages", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link but leaves the directory open."""
    return assemble(premises, links={} if hidden else entrance(premises), pages=pages(premises))


def entrance(premises: Premises) -> dict[str, str]:
    """Give the link to the directory, where the front page has one."""
    return {premises.fault.path: "数据交换目录"} if premises.fault.linked else {}


def pages(premises: Premises) -> dict[str, Answering]:
    """Give the listing and what is named in it."""
    weakness = premises.fault
    file = export(premises)
    data = f"{weakness.table}.{weakness.form}"
    entries = (Entry(name=data, size=file.size), Entry(name="readme.md", size=len(README)))
    return {
        weakness.path: always(listing(weakness.path, entries, weakness.banner)),
        weakness.path + data: always(Reply(file=file, kind=FORMS[weakness.form])),
        weakness.path + "readme.md": always(Reply(body=README, kind="text/plain; charset=utf-8")),
    }


def export(premises: Premises) -> LongFile:
    """Give the export of all records as a file that is written while it is read."""
    if premises.fault.shows == POSTS:
        return long_file(premises, "编号,姓名,工作单位,岗位\n", _post)
    return long_file(premises, HEADER, _line)


def _line(record: int, person: Person) -> str:
    return f"{record:08d},{person.name},{person.resident_id},{person.mobile},synthetic\n"


def _post(record: int, person: Person) -> str:
    return f"{record:08d},{person.name},某乡劳动保障站,协理员\n"
