# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How bad an exposure would be if it were used: what can be read or changed, how easily, about how many.

Score = weight of the most sensitive thing readable × ease × size, three literal tables. Where the
records can be changed as well, high becomes critical: a benefit that a stranger stops harms somebody
the same day. CVSS grades products and knows neither what a system holds nor about how many people;
hence a rule of our own. `high_risk` is cited by every release that prints a number of high-risk loopholes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from mendsky.core.terms.nations import Nation

RULE = "severity/2"
HIGH_RISK = 24
"""From this score on an exposure is high-risk: sensitive data of thousands, or easily taken at all."""
MEDIUM_RISK = 10
HIGH_RISK_LEVELS = frozenset({"high", "critical"})
"""Levels that a release counts as high-risk."""

WEIGHT = MappingProxyType(
    {
        0: 1,  # names and the like: known to many anyway, yet they belong on no open page
        1: 2,  # telephone, address, birth date: enough to bother or deceive somebody
        2: 8,  # national number, money, health: enough to take another's identity; outweighs all the rest
    }
)
"""Weight by sensitivity as the nation's pack gives it."""

SIZE = MappingProxyType(
    {
        0: 1,  # a class, an office: can be told in person
        100: 2,  # a village, a hospital's day
        10_000: 3,  # a county and more: worth a criminal's effort
    }
)
"""Factor by the people at least reached, with their highest possible number."""
UNKNOWN_SIZE = 2
"""Not knowing the size is no reason to call it small, nor large."""


class Reach(StrEnum):
    """How much a loophole opens."""

    PAGE = "page"
    """Only what is shown."""
    STORE = "store"
    """All that the system's database holds, shown or not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ease:
    """How easily one kind of loophole is used."""

    factor: int
    """1 takes knowledge of the person, 2 takes guessing or a person's hand, 3 is done by a script."""
    reach: Reach
    reason: str


EASE = MappingProxyType(
    {
        "sql-injection": Ease(
            factor=3, reach=Reach.STORE, reason="free tools empty the database by one address"
        ),
        "weak-password": Ease(
            factor=3, reach=Reach.STORE, reason="a password that is guessed opens what the office itself sees"
        ),
        "weak-console-password": Ease(
            factor=3,
            reach=Reach.STORE,
            reason="a guessed password lets programs be put on the server",
        ),
        "weak-service-password": Ease(
            factor=3, reach=Reach.STORE, reason="a password that is guessed opens the store or its files"
        ),
        "lookup-by-id-only": Ease(
            factor=2, reach=Reach.PAGE, reason="a number to be known, or guessed from district and birth date"
        ),
        "sequential-records": Ease(factor=3, reach=Reach.PAGE, reason="a loop over numbers reads them all"),
        "directory-listing": Ease(factor=3, reach=Reach.PAGE, reason="one download is the whole file"),
        "open-bucket": Ease(factor=3, reach=Reach.PAGE, reason="one command fetches every object it lists"),
        "exposed-backup": Ease(factor=3, reach=Reach.PAGE, reason="one download is the whole store"),
        "exposed-repository": Ease(
            factor=2,
            reach=Reach.STORE,
            reason="one download is the program with its keys; a person must find what they open",
        ),
        "exposed-settings": Ease(
            factor=3, reach=Reach.STORE, reason="one download is the log, or the key to the database"
        ),
        "open-console": Ease(
            factor=3,
            reach=Reach.STORE,
            reason="a page in a browser gives the memory, the keys, the sessions or the database itself",
        ),
        "open-api": Ease(factor=3, reach=Reach.PAGE, reason="made for programs: page after page, no login"),
        "open-redis": Ease(
            factor=3, reach=Reach.STORE, reason="one line names the keys, the next reads them, no password"
        ),
        "open-memcached": Ease(
            factor=3, reach=Reach.STORE, reason="one line names the keys, the next reads them, no password"
        ),
        "open-ftp": Ease(
            factor=3, reach=Reach.PAGE, reason="any FTP program lists the files and loads them, no account"
        ),
        "open-rsync": Ease(
            factor=3, reach=Reach.PAGE, reason="one command fetches every file of a module, no password"
        ),
        "open-mongodb": Ease(
            factor=3, reach=Reach.STORE, reason="any client names the collections and empties them, no login"
        ),
        "open-ldap": Ease(
            factor=3, reach=Reach.PAGE, reason="one search of any client brings page after page, no login"
        ),
        "open-zookeeper": Ease(
            factor=3, reach=Reach.STORE, reason="any client walks the tree of names and reads each, no login"
        ),
        "open-etcd": Ease(
            factor=3, reach=Reach.STORE, reason="one question names the keys and brings them, no login"
        ),
        "open-influxdb": Ease(
            factor=3, reach=Reach.STORE, reason="one address names the tables, the next shows one, no login"
        ),
        "open-nfs": Ease(
            factor=3, reach=Reach.PAGE, reason="one command mounts the folder, and every file is there"
        ),
        "open-store": Ease(
            factor=3,
            reach=Reach.STORE,
            reason="made for programs: one question a thousand documents, no login",
        ),
        "open-to-any-origin": Ease(
            factor=2, reach=Reach.PAGE, reason="somebody with a session must open the stranger's page"
        ),
        "published-list": Ease(factor=3, reach=Reach.PAGE, reason="one address is the whole list"),
        "error-page": Ease(
            factor=2, reach=Reach.PAGE, reason="anyone can meet the error; whom it shows is chance"
        ),
        "wildcard-search": Ease(
            factor=3, reach=Reach.PAGE, reason="one sign is typed and everyone stands there, page after page"
        ),
        "export-without-login": Ease(
            factor=3, reach=Reach.PAGE, reason="one address is the whole table, ready to be saved"
        ),
        "unlimited-enumeration": Ease(
            factor=2, reach=Reach.PAGE, reason="a script tries a district's numbers, a day for a birth year"
        ),
        "object-references": Ease(
            factor=2, reach=Reach.PAGE, reason="takes an account; from then on a loop reads everybody's"
        ),
        "path-traversal": Ease(
            factor=3,
            reach=Reach.STORE,
            reason="one address reads any file, the database's password too",
        ),
        "identifiers-in-page": Ease(factor=3, reach=Reach.PAGE, reason="every browser shows a page's source"),
    }
)
UNKNOWN_EASE = Ease(factor=2, reach=Reach.PAGE, reason="nobody has yet judged how easily this kind is used")


@dataclass(frozen=True, kw_only=True, slots=True)
class Severity:
    """The rule's answer."""

    score: int
    """From 1 to 72."""
    level: Literal["low", "medium", "high", "critical"]
    rule: str = RULE

    @property
    def high_risk(self) -> bool:
        """Say whether a release counts it as high-risk."""
        return is_high_risk(self.level)


def severity(
    kind: str,
    kinds: Iterable[str],
    classes: Iterable[str],
    high: int | None,
    nation: Nation,
    *,
    writable: bool = False,
) -> Severity:
    """Grade an exposure.

    `kind` is the loophole's; `kinds` are the identifiers and `classes` the data classes that were seen,
    as the nation's pack names them; `high` is the highest possible number of people, or of records
    where people are not counted, None where nothing bounds it; `writable` says that the records can be
    changed from where they can be read. A label over hidden digits counts as
    ordinary where only the page can be read. Where the whole store can be read and nothing of it was
    seen, the most sensitive is assumed. Raises `KeyError` for a class or kind that the pack lacks.
    """
    ease = EASE.get(kind, UNKNOWN_EASE)
    weight = WEIGHT[_sensitivity(frozenset(kinds), frozenset(classes), ease.reach, nation)]
    score = weight * ease.factor * _size(high)
    if score >= HIGH_RISK:
        return Severity(score=score, level="critical" if writable else "high")
    return Severity(score=score, level="medium" if score >= MEDIUM_RISK else "low")


def is_high_risk(level: str) -> bool:
    """Say whether a level, as events carry it, counts as high-risk."""
    return level in HIGH_RISK_LEVELS


def _sensitivity(kinds: frozenset[str], classes: frozenset[str], reach: Reach, nation: Nation) -> int:
    if not kinds and not classes:
        return max(WEIGHT) if reach is Reach.STORE else min(WEIGHT)
    known = {row.key: row for row in nation.data_classes}
    seen = [nation.identifier(kind).sensitivity for kind in kinds]
    for row in (known[key] for key in classes):
        hidden = reach is Reach.PAGE and row.identifier is not None and row.identifier not in kinds
        seen.append(min(WEIGHT) if hidden else row.sensitivity)
    return max(seen)


def _size(high: int | None) -> int:
    if high is None:
        return UNKNOWN_SIZE
    return max(factor for people, factor in SIZE.items() if people <= high)
