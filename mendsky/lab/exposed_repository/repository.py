# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The files by which repositories know themselves, as their products write them."""

import struct

from mendsky.lab.exchange import Reply
from mendsky.lab.files import kept_file
from mendsky.lab.website import FORBIDDEN, Answering, always

GIT, SUBVERSION, OLD_SUBVERSION, MERCURIAL = "git", "svn", "svn-1.6", "hg"
FOLDERS = {GIT: "/.git/", SUBVERSION: "/.svn/", OLD_SUBVERSION: "/.svn/", MERCURIAL: "/.hg/"}
FILES: dict[str, dict[str, bytes]] = {
    GIT: {
        "HEAD": b"ref: refs/heads/master\n",
        "index": b"DIRC" + struct.pack(">II", 2, 214) + bytes(62) + b"synthetic/index.php",
        "config": b"[core]\n\trepositoryformatversion = 0\n\tbare = false\n# synthetic\n",
    },
    SUBVERSION: {"entries": b"12\n", "wc.db": b"SQLite format 3\x00" + bytes(84) + b"synthetic"},
    OLD_SUBVERSION: {
        "entries": b"10\n\ndir\n1742\nhttp://svn.synthetic.invalid/web/trunk\n",
        "all-wcprops": b"K 25\nsvn:wc:ra_dav:version-url\nV 22\n/web/!svn/ver/1742/trunk\nEND\n",
    },
    MERCURIAL: {
        "requires": b"dotencode\nfncache\nrevlogv1\nstore\n",
        "00changelog.i": b"\x00\x00\x00\x02 dummy changelog to prevent using the old repo layout\n",
    },
}
"""Form → the files of its folder; the first is the one that everybody asks for."""
NAMES = frozenset(name for files in FILES.values() for name in files)


def files(form: str) -> dict[str, Answering]:
    """Serve the files of a form by path."""
    return {
        FOLDERS[form] + name: always(Reply(file=kept_file(content), kind="application/octet-stream"))
        for name, content in FILES[form].items()
    }


def others_denied(form: str) -> dict[str, Answering]:
    """Deny the better-known folders, as a rule does that forgets the third."""
    if form != MERCURIAL:
        return {}
    return {folder: always(FORBIDDEN) for folder in (FOLDERS[GIT], FOLDERS[SUBVERSION])}
