# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose loophole it is that a page holds people: no page is two loopholes.

A list is what a page shows, or where it holds nobody's number in full, what it hides digits of; else
numbers in full that it does not show are the page source's. What an interface answers is neither's.
"""

import re
from collections.abc import Iterable

from mendsky.core.probes.heads import MANY, NAME
from mendsky.core.terms.probing import Reading, Seen

SOME = 5
"""People whose numbers stand in full: fewer may be a specimen, or one family's own page."""
PROOF = 2
"""People whose numbers stand in full where nobody sees them, or in one answer: one may be a specimen."""
JSON = re.compile(rb"\s*[\[{]")


def certain(identifiers: Iterable[Seen]) -> dict[str, int]:
    """Count different identifiers of tier A by kind: without a check digit a number may be an office's."""
    return {seen.kind: seen.distinct for seen in identifiers if seen.tier == "A"}


def people(reading: Reading) -> int:
    """Give for how many people a body holds a number in full."""
    return max(certain(reading.identifiers).values(), default=0)


def unseen_people(reading: Reading) -> int:
    """Give for how many people a page holds a number in full and shows it nowhere; 0 where it is a list."""
    found = max(certain(reading.hidden).values(), default=0)
    return found if found >= PROOF and listed(reading) is None else 0


def listed(reading: Reading) -> tuple[int, bool] | None:
    """Give how many people a page lists, and whether with numbers in full; None where it lists none."""
    hidden = certain(reading.hidden)
    shown = {kind: count - hidden.get(kind, 0) for kind, count in certain(reading.identifiers).items()}
    most = max(shown.values(), default=0)
    if most >= SOME:
        return most, True
    if reading.masked >= MANY and NAME in reading.classes and max(hidden.values(), default=0) < PROOF:
        return reading.masked, False
    return None
