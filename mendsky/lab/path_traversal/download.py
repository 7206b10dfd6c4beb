# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The files of a web server, as a program reads them, and the download that gives some."""

from collections.abc import Callable
from posixpath import join, normpath

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.sound.site import PDF, ROBOTS
from mendsky.lab.website import Answering, Premises, not_found

SHALLOW, DEEP, FOLDERS = "shallow", "deep", "folders"
FORMS = (SHALLOW, DEEP, FOLDERS)
"""Files one folder below the root, two, or in folders of their own that the parameter names too."""
BASES = {SHALLOW: "/doc", DEEP: "/upload/doc", FOLDERS: "/attach"}
NAMES = {SHALLOW: "form-1.pdf", DEEP: "form-1.pdf", FOLDERS: "2015/form-1.pdf"}
SETTINGS = b"# synthetic\njdbc.url=jdbc:mysql://db.lab.test/canbao\n"
TITLE = "登记表下载"
Opening = Callable[[str, str], str | None]
"""From the folder of the files and what was asked for to the path that is read; None where it is refused."""


def linked(premises: Premises) -> dict[str, str]:
    """Give the front page's link to a download."""
    weakness = premises.fault
    return {f"{weakness.path}?{weakness.parameter}={NAMES[weakness.form]}": TITLE}


def download(premises: Premises, opening: Opening) -> Answering:
    """Make the download, which reads what an opening lets it."""
    weakness = premises.fault
    base = BASES[weakness.form]
    kept = {
        join(base, NAMES[weakness.form]): Reply(body=PDF, kind="application/pdf"),
        "/robots.txt": Reply(body=ROBOTS, kind="text/plain"),
        "/WEB-INF/jdbc.properties": Reply(body=SETTINGS, kind="text/plain"),
    }

    def answer(asked: Asked) -> Reply:
        path = opening(base, asked.query.get(weakness.parameter, ""))
        return kept.get(path or "", not_found(premises))

    return answer


def whatever(base: str, asked: str) -> str | None:
    """Join folder and name, as a careless program does."""
    return normpath(join(base, asked.lstrip("/")))


def inside(base: str, asked: str) -> str | None:
    """Refuse what leads out of the folder."""
    path = normpath(join(base, asked.lstrip("/")))
    return path if path.startswith(f"{base}/") else None


def last_name(base: str, asked: str) -> str | None:
    """Take the last name alone."""
    return join(base, asked.rpartition("/")[2])
