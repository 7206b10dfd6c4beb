# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Put a line of evidence, which probes record in English, into a reader's language.

The nation's texts under `evidence` say each kind of line in every language; the English one tells which kind
a line is of, and what stands in the places of its names.
"""

import re

from mendsky.core.terms.nations import Nation

RECORDED = "en"
TABLE = "evidence."
NAME = re.compile(r"\{([a-z]+)\}")


def shown(nation: Nation, language: str, note: str) -> str:
    """Give what an answer showed, in a language; a line that no text of the nation knows stays as it is."""
    if language == RECORDED:
        return note
    for key, text in nation.texts.get(RECORDED, {}).items():
        if key.startswith(TABLE) and (found := re.fullmatch(_pattern(text), note)):
            words = {name: shown(nation, language, word) for name, word in found.groupdict().items()}
            return nation.text(language, key, **words)
    return note


def _pattern(text: str) -> str:
    """Give the expression of all lines that a text can write."""
    literal, *rest = NAME.split(text)
    named = zip(rest[::2], rest[1::2], strict=True)
    return re.escape(literal) + "".join(f"(?P<{name}>.+?){re.escape(after)}" for name, after in named)
