# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one register of counterparts: which site a system shows in which condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mendsky.lab.directory_listing import odd as directory_odd
from mendsky.lab.directory_listing import repaired as directory_repaired
from mendsky.lab.directory_listing import vulnerable as directory_vulnerable
from mendsky.lab.exchange import Site
from mendsky.lab.oddities import EVERYWHERE, everywhere
from mendsky.lab.sequential_records import odd as sequential_odd
from mendsky.lab.sequential_records import repaired as sequential_repaired
from mendsky.lab.sequential_records import vulnerable as sequential_vulnerable
from mendsky.lab.sound.site import sound
from mendsky.lab.sql_injection import odd as sql_odd
from mendsky.lab.sql_injection import repaired as sql_repaired
from mendsky.lab.sql_injection import vulnerable as sql_vulnerable
from mendsky.lab.weakness import DIRECTORY_LISTING, SEQUENTIAL_RECORDS, SQL_INJECTION
from mendsky.lab.website import Answering, Premises

SITE_WIDE = "site-"
"""Begins the name of an oddity that covers the whole site."""


class Condition(StrEnum):
    """How a system with a weakness stands now."""

    VULNERABLE = "vulnerable"
    PRETENDED = "pretended"
    """Hidden from the front page, and answering as before."""
    REPAIRED = "repaired"
    """Also before the weakness appears."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterparts:
    """What one kind of loophole can be shown by."""

    vulnerable: Callable[[Premises], Site]
    pretended: Callable[[Premises], Site]
    repaired: Callable[[Premises], Site]
    odd: Mapping[str, Callable[[Premises], Answering]]
    odd_site: Callable[[Premises, Answering], Site]


COUNTERPARTS: dict[str, Counterparts] = {
    SQL_INJECTION: Counterparts(
        vulnerable=sql_vulnerable.site,
        pretended=lambda premises: sql_vulnerable.site(premises, hidden=True),
        repaired=sql_repaired.site,
        odd=sql_odd.ODD,
        odd_site=sql_odd.site,
    ),
    DIRECTORY_LISTING: Counterparts(
        vulnerable=directory_vulnerable.site,
        pretended=lambda premises: directory_vulnerable.site(premises, hidden=True),
        repaired=directory_repaired.site,
        odd=directory_odd.ODD,
        odd_site=directory_odd.site,
    ),
    SEQUENTIAL_RECORDS: Counterparts(
        vulnerable=sequential_vulnerable.site,
        pretended=lambda premises: sequential_vulnerable.site(premises, hidden=True),
        repaired=sequential_repaired.site,
        odd=sequential_odd.ODD,
        odd_site=sequential_odd.site,
    ),
}


def names(kind: str) -> tuple[str, ...]:
    """Give every counterpart of a kind by the name that `build` takes."""
    odd = (f"odd:{name}" for name in COUNTERPARTS[kind].odd)
    return (
        "vulnerable",
        "pretended",
        "repaired",
        "sound",
        *odd,
        *(f"odd:{SITE_WIDE}{name}" for name in EVERYWHERE),
    )


def build(kind: str, name: str, premises: Premises) -> Site:
    """Make a site by kind and name; raises `KeyError` where there is none of that name."""
    counterparts = COUNTERPARTS[kind]
    how, _, oddity = name.partition(":")
    if how == "odd":
        if oddity.startswith(SITE_WIDE):
            return everywhere(premises, oddity.removeprefix(SITE_WIDE))
        return counterparts.odd_site(premises, counterparts.odd[oddity](premises))
    makers: dict[str, Callable[[Premises], Site]] = {
        "vulnerable": counterparts.vulnerable,
        "pretended": counterparts.pretended,
        "repaired": counterparts.repaired,
        "sound": sound,
    }
    return makers[how](premises)
