# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from mendsky.apps.publication import queries as publication
from mendsky.apps.site.languages import language_of, nation
from mendsky.runtime import installation


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One language that a reader may switch to."""

    code: str
    name: str
    """The language's name in itself."""
    address: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's values: language, nation, the synthetic mark and the latest release.

    What needs the database is looked up only when a template asks for it, and is left out where
    the database does not answer, so that an error page can still be shown.
    """
    served = nation()
    language = language_of(request)
    here = urlencode({"next": request.get_full_path()})
    return {
        "language": language,
        "nation_name": served.names[language],
        "other_languages": tuple(
            Choice(
                code=code,
                name=served.texts[code]["language.name"],
                address=f"{reverse('language', args=[code])}?{here}",
            )
            for code in served.languages
            if code != language
        ),
        "synthetic": SimpleLazyObject(_is_synthetic),
        "latest_release": SimpleLazyObject(_latest),
    }


def _is_synthetic() -> bool:
    try:
        return installation.is_synthetic()
    except DatabaseError:
        return False


def _latest() -> Any:
    try:
        return next(iter(publication.listed(1)), None)
    except DatabaseError:
        return None
