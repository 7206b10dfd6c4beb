# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Render a published page once a release and language, into a file, and give the file from then on.

Releases never change, so a page made of one changes only with the next release or with Mendsky
itself. Whoever is logged in, or has just been told something, gets a page of their own.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse

from mendsky.apps.publication import queries as publication
from mendsky.apps.site.languages import language_of

FOLDER = "pages"
SECONDS = 60
"""How long others may keep a page: a new release is seen within a minute."""
MADE_OF = ("mendsky.apps.site", "mendsky.nations", "mendsky.documents")
"""Packages whose change changes pages."""


def published(
    request: HttpRequest,
    make: Callable[[], HttpResponse],
    known: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> HttpResponse:
    """Give the page of an address, or make it; `known` has the values of each parameter that it takes.

    An address with any other parameter or value is made anew and kept nowhere, so that strangers
    can neither fill the disk nor leave words of theirs in a page. The latest release is part of
    every page, since its foot names it.
    """
    release = publication.latest_id()
    if release is None or not _is_for_everybody(request) or not _is_known(request, known):
        return make()
    told = (request.get_full_path(), language_of(request), build())
    name = hashlib.sha256("\x00".join(told).encode()).hexdigest()
    home: Path = settings.HOME
    path = home / FOLDER / release / f"{name}.html"
    try:
        response = HttpResponse(path.read_bytes())
    except FileNotFoundError:
        response = make()
        if response.status_code == 200:
            _write(path, response.content)
    response.headers["Cache-Control"] = f"max-age={SECONDS}"
    return response


@cache
def build() -> str:
    """Give a text that changes with the templates, texts and programs that pages are made of."""
    told = hashlib.sha256()
    for package in MADE_OF:
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in {".html", ".toml", ".py", ".csv"}:
                state = path.stat()
                told.update(f"{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return told.hexdigest()


def _is_known(request: HttpRequest, known: Mapping[str, Collection[str]]) -> bool:
    return all(len(values) == 1 and values[0] in known.get(name, ()) for name, values in request.GET.lists())


def _is_for_everybody(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return False
    return not len(get_messages(request))


def _write(path: Path, content: bytes) -> None:
    """Write a page whole or not at all; several may write the same one at once."""
    if not path.parent.is_dir():
        # The first page of a release: those of earlier ones are asked for no more.
        for old in path.parent.parent.glob("*"):
            shutil.rmtree(old, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}.draft")
    draft.write_bytes(content)
    os.replace(draft, path)  # noqa: PTH105 - says what it does
