# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say in words what a grant allows and what it forbids, so that whoever signs it knows.

Of test identities and accounts only the number is said: neither belongs on a screen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mendsky.core.probes import REGISTER
from mendsky.core.rules.ownership import unproven
from mendsky.core.rules.signed import why_powerless
from mendsky.core.terms.grants import Basis, Grant, Signing
from mendsky.core.terms.nations import Nation
from mendsky.documents import dates

CLASSES = (0, 1, 2, 3)
INPUTS, LOGINS = 2, 3
PROOF = 2
"""Records that a proof needs: two that differ."""
MOST_LISTED = 20
"""Systems that the text names one by one."""
WEEK = frozenset(range(7))


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedGrant:
    """A grant in words of one language."""

    title: str
    head: tuple[str, ...]
    """Who signed, on which basis, for what, how long."""
    allows: tuple[str, ...]
    forbids: tuple[str, ...]
    warnings: tuple[str, ...]
    """What keeps it from serving, wholly or in part."""
    headings: tuple[str, str, str]
    """Of the three parts."""
    systems: Mapping[str, str]
    """Origin → name where one is known, else the origin."""

    def lines(self) -> Iterator[str]:
        """Give the text, one sentence a line."""
        yield self.title
        yield from self.head
        for heading, part in zip(self.headings, (self.allows, self.forbids, self.warnings), strict=True):
            if part:
                yield ""
                yield heading
                yield from (f"- {line}" if not line.startswith(" ") else line for line in part)

    def as_json(self) -> dict[str, Any]:
        """Give the text as a JSON object, with every system."""
        return {
            "title": self.title,
            "head": list(self.head),
            "allows": [line.strip() for line in self.allows],
            "forbids": list(self.forbids),
            "warnings": list(self.warnings),
            "systems": [{"origin": origin, "name": name} for origin, name in self.systems.items()],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The nation's texts on grants in one language."""

    nation: Nation
    language: str

    def say(self, key: str, **fields: object) -> str:
        """Give a text of the table `grant`."""
        return self.nation.text(self.language, f"grant.{key}", **fields)

    def counted(self, key: str, count: int, **fields: object) -> str:
        """Give the text for none, one or several."""
        form = {0: f"{key}-none", 1: f"{key}-one"}.get(count, key)
        return self.say(form, count=count, **fields)

    def listed(self, items: Iterable[str]) -> str:
        """Join items as the language does."""
        return self.say("between").join(items)

    def moment(self, instant: datetime) -> str:
        """Write an instant in the nation's zone."""
        return dates.moment(self.nation, self.language, instant)


def explain(
    grant: Grant,
    nation: Nation,
    language: str,
    *,
    now: datetime,
    names: Mapping[str, str],
    signing: Signing,
    demanded: bool,
) -> ExplainedGrant:
    """Put a grant into words; `names` are those of systems by origin, as far as they are known.

    `signing` says how it is signed, and `demanded` whether the installation lists the keys that count.
    """
    words = Words(nation=nation, language=language)
    systems = {origin: names.get(origin, origin) for origin in sorted(grant.origins)}
    return ExplainedGrant(
        title=words.say("title", id=grant.id, version=grant.version),
        head=tuple(_head(grant, words, signing)),
        allows=(*_where(grant, words, systems), *_when(grant, words), *_what(grant, words)),
        forbids=tuple(_forbids(grant, words)),
        warnings=(
            *((words.say("warn-powerless"),) if why_powerless(signing, demanded=demanded) else ()),
            *_warnings(grant, words, now),
        ),
        headings=(words.say("allows"), words.say("forbids"), words.say("warnings")),
        systems=systems,
    )


def in_short(grant: Grant, nation: Nation, language: str) -> tuple[str, ...]:
    """Say who signed a grant, how long it runs, in which hours it serves, how fast, and for what."""
    words = Words(nation=nation, language=language)
    return (
        words.say("signed", signed_by=grant.signed_by, legal_basis=grant.legal_basis),
        words.say("term", start=words.moment(grant.valid_from), end=words.moment(grant.expires)),
        *_when(grant, words),
        *(_class(number, words) for number in sorted(grant.classes)),
    )


def _class(number: int, words: Words) -> str:
    return words.say("no-class", number=number, what=words.say(f"what-{number}"))


def _head(grant: Grant, words: Words, signing: Signing) -> Iterator[str]:
    yield words.say("signed", signed_by=grant.signed_by, legal_basis=grant.legal_basis)
    yield words.say(f"signing-{signing}", signed_by=grant.signed_by)
    if grant.basis is Basis.CONSENT:
        yield words.say("basis-consent")
    for proof in grant.proofs:
        method = words.say(f"proof-{proof.method}")
        yield words.say("proven", until=words.moment(proof.until), origin=proof.origin, method=method)
    yield words.say("synthetic" if grant.synthetic else "real")
    yield words.say("term", start=words.moment(grant.valid_from), end=words.moment(grant.expires))
    if grant.revoked_at is not None:
        yield words.say("revoked", moment=words.moment(grant.revoked_at))


def _where(grant: Grant, words: Words, systems: Mapping[str, str]) -> Iterator[str]:
    yield words.counted("systems", len(systems))
    for origin, name in list(systems.items())[:MOST_LISTED]:
        form = "system" if name == origin else "system-named"
        yield f"    {words.say(form, origin=origin, name=name)}"
    if len(systems) > MOST_LISTED:
        yield f"    {words.say('systems-more', count=len(systems) - MOST_LISTED)}"
    networks = words.listed(str(network) for network in grant.networks)
    yield words.say("networks", networks=networks) if networks else words.say("networks-none")
    paths = words.listed(grant.paths)
    yield words.say("paths-all") if "/" in grant.paths else words.say("paths", paths=paths)
    if grant.excluded_paths:
        yield words.say("excluded", paths=words.listed(grant.excluded_paths))


def _when(grant: Grant, words: Words) -> Iterator[str]:
    hours = grant.hours
    weekdays = words.listed(
        words.nation.text(words.language, f"date.weekday-{day + 1}") for day in sorted(hours.weekdays)
    )
    yield words.say(
        "hours-all" if hours.start == hours.end else "hours",
        start=f"{hours.start:%H:%M}",
        end=f"{hours.end:%H:%M}",
        zone=hours.zone.key,
        days=words.say("days-all") if hours.weekdays == WEEK else words.say("days", days=weekdays),
    )
    yield words.say("rate", rate=f"{grant.rate:g}", budget=grant.daily_budget)


def _what(grant: Grant, words: Words) -> Iterator[str]:
    for number in sorted(grant.classes):
        kinds = words.listed(
            words.nation.text(words.language, f"kind.{entry.spec.kind}")
            for entry in REGISTER
            if entry.spec.probe_class == number and any(map(entry.spec.asks, grant.origins))
        )
        what = words.say(f"what-{number}")
        yield words.say("class", number=number, what=what, kinds=kinds or words.say("kinds-none"))
    if INPUTS in grant.classes:
        yield words.counted("identities", len(grant.test_identities))
    if LOGINS in grant.classes:
        tests = len(grant.test_accounts)
        yield words.counted("accounts", len(grant.accounts) - tests, tries=grant.password_tries)
        yield words.counted("test-accounts", tests, tries=grant.password_tries)
    sample = grant.sample_records
    yield words.say("sample", count=sample) if sample else words.say("sample-none")
    first, last = grant.birth_years
    yield words.say("births", first=first, last=last)


def _forbids(grant: Grant, words: Words) -> Iterator[str]:
    yield words.say("no-else")
    for number in CLASSES:
        if number not in grant.classes:
            yield _class(number, words)
    yield words.say("no-write-login" if LOGINS in grant.classes else "no-write")
    yield words.say("no-keep")
    yield words.say("no-pass")


def _warnings(grant: Grant, words: Words, now: datetime) -> Iterator[str]:
    if grant.revoked_at is not None and now >= grant.revoked_at:
        yield words.say("warn-revoked")
    if now >= grant.expires:
        yield words.say("warn-expired")
    if now < grant.valid_from:
        yield words.say("warn-later", moment=words.moment(grant.valid_from))
    if waiting := unproven(grant, now):
        yield words.counted("warn-unproven", len(waiting))
    if INPUTS in grant.classes and not grant.test_identities:
        yield words.say("warn-identity")
    if LOGINS in grant.classes:
        yield from _warnings_of_logins(grant, words)
    if grant.sample_records < PROOF:
        yield words.say("warn-sample")
    granted = [entry.spec for entry in REGISTER if entry.spec.probe_class in grant.classes]
    cost = max(
        (sum(spec.cost for spec in granted if spec.asks(origin)) for origin in grant.origins), default=0
    )
    if cost > grant.daily_budget:
        yield words.say("warn-budget", cost=cost, budget=grant.daily_budget)


def _warnings_of_logins(grant: Grant, words: Words) -> Iterator[str]:
    if not grant.password_tries:
        yield words.say("warn-tries")
    elif len(grant.accounts) == len(grant.test_accounts):
        yield words.say("warn-account")
    if len(grant.test_accounts) == 1:
        yield words.say("warn-test-account")
