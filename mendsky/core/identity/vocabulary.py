# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which labels a page may hold: a quick look, so that the exact one is taken at those few only.

A label in Latin letters can stand only where each of its words stands as a word, any other only where
it stands as it is written. Both are sure to let pass whatever `labels.named` would find.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

WORD = re.compile(r"[A-Za-z]+")
NO_WORD = b""
LATIN = bytes(byte | 0x20 if chr(byte).isalpha() and byte < 0x80 else ord(" ") for byte in range(256))
"""Leaves of bytes their ASCII letters, in lower case."""


def latin_letters(content: bytes) -> bytes:
    """Give the ASCII letters that stand in bytes, in lower case, with a space for any other byte."""
    return content.translate(LATIN)


def latin_words(letters: bytes) -> set[bytes]:
    """Give the words of what `latin_letters` gave, and the empty one."""
    words = set(letters.split())
    words.add(NO_WORD)
    return words


def has_lookalikes(text: str) -> bool:
    """Say whether a text has what `re` takes for the letters s, k or i where case does not matter."""
    return not text.isascii() and ("ſ" in text or "\N{KELVIN SIGN}" in text or "ı" in text or "İ" in text)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Label:
    """One label, and what it cannot stand without."""

    position: int
    """Of what it is a label of."""
    label: str
    words: frozenset[bytes] = frozenset()
    """In lower case; none where it is in another script."""


class Vocabulary:
    """The labels of several things, each asked for by its position."""

    __slots__ = ("_by_key", "_by_word", "_words")

    def __init__(self, labels: tuple[tuple[str, ...], ...]) -> None:
        self._by_word: dict[bytes, list[_Label]] = {}
        self._by_key: dict[str, list[_Label]] = {}
        keys = _keys(label for several in labels for label in several if not label.isascii())
        for position, label in ((n, label) for n, several in enumerate(labels) for label in several):
            if label.isascii():
                words = [word.lower().encode() for word in WORD.findall(label)]
                latin = _Label(position=position, label=label, words=frozenset(words))
                self._by_word.setdefault(words[0] if words else NO_WORD, []).append(latin)
            else:
                other = _Label(position=position, label=label)
                self._by_key.setdefault(keys[label], []).append(other)
        self._words = frozenset(self._by_word)

    def suspects(self, text: str, words: set[bytes], *, lookalikes: bool) -> dict[int, tuple[str, ...]]:
        """Give, by position, the labels that a text may hold.

        `words` are its `latin_words`, `lookalikes` whether it `has_lookalikes`.
        """
        found: list[_Label] = []
        if lookalikes:
            found += [one for several in self._by_word.values() for one in several]
        else:
            for word in self._words & words:
                found += [one for one in self._by_word[word] if one.words <= words]
        for key in self._by_key:
            if key in text:
                found += [one for one in self._by_key[key] if one.label in text]
        by_position: dict[int, tuple[str, ...]] = {}
        for one in found:
            by_position[one.position] = (*by_position.get(one.position, ()), one.label)
        return by_position


@cache
def vocabulary(labels: tuple[tuple[str, ...], ...]) -> Vocabulary:
    """Give the vocabulary of some labels, made once."""
    return Vocabulary(labels)


def _keys(labels: Iterable[str]) -> dict[str, str]:
    """Give each label one of its characters, so that few characters serve all."""
    left, keys = sorted(set(labels)), dict[str, str]()
    while left:
        counts = Counter(character for label in left for character in set(label) if not character.isspace())
        key = max(sorted(counts), key=counts.__getitem__)
        keys |= {label: key for label in left if key in label}
        left = [label for label in left if key not in label]
    return keys
