# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the head of a column, or a key, says of what stands below it, in the nation's words."""

import re

from mendsky.core.identity import general
from mendsky.core.identity.labels import named
from mendsky.core.terms.nations import Nation

HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Heads:
    """The labels of one nation, each head looked up once."""

    def __init__(self, nation: Nation) -> None:
        self._nation = nation
        self._rows = (*nation.identifiers, *general.ROWS)
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def announce(self, head: str, kind: str) -> bool:
        """Say whether a head names a kind of identifier."""
        return kind in self._read(head)[0]

    def classes(self, head: str) -> frozenset[str]:
        """Name the data classes that a head names."""
        return self._read(head)[1]

    def _read(self, head: str) -> tuple[frozenset[str], frozenset[str]]:
        if head not in self._known:
            # A key such as `idCard` is two words.
            text = f"{head} {HUMP.sub('_', head)} {HUMP.sub(' ', head)}" if head else ""
            self._known[head] = (
                frozenset(row.kind for row in self._rows if named(text, row.labels)),
                frozenset(row.key for row in self._nation.data_classes if named(text, row.labels)),
            )
        return self._known[head]
