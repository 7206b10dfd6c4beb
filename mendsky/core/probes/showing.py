# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose loophole it is that a page holds people: no page is two loopholes.

A list is what a page shows, or where it holds nobody's number in full, what it hides digits of. What is no
list and says where a program failed is an error page; else numbers in full that a page does not show are
the page source's. What an interface answers is none of these.
"""

import re
from collections.abc import Iterable

from mendsky.core.probes.heads import MANY, NAME
from mendsky.core.probes.marks import TRACES, shows
from mendsky.core.terms.probing import Page, Reading, Seen

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


def is_error(page: Page) -> bool:
    """Say whether a page tells of an error: by its status, or with 200 by saying where a program failed."""
    return page.status >= 400 or (page.status == 200 and shows(page, TRACES))


def people_of_error(page: Page) -> int:
    """Give for how many people an error page holds a number in full; 0 for any other page, or a list.

    Beside the words of a failed program one number will do; without them one may be a template's specimen.
    Only numbers with a check digit count, other than in a log or a store, which are kept row by row: what a
    failing program spills is full of long numbers (addresses in memory, threads, instants) that are nobody's.
    """
    found = people(page.reading)
    if not found or not is_error(page) or (page.status == 200 and listed(page.reading) is not None):
        return 0
    return found if found >= PROOF or shows(page, TRACES) else 0


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
