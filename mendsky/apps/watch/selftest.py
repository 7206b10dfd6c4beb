# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ask every probe of counterparts whose right answer is known, through the real door."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from ipaddress import ip_network

from django.conf import settings

from mendsky.apps.watch import doors, tries
from mendsky.core import probes
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account, Grant, Hours
from mendsky.core.terms.probing import Place
from mendsky.nations.load import load
from mendsky.net.probing.door import Outcome, Visit
from mendsky.runtime import clocks

LOOPBACK = ip_network("127.0.0.0/8")
BIRTH_YEARS = (1800, 1899)
"""Of made-up people."""
RATE = 2000.0
DAILY_BUDGET = 100_000
SAMPLE = 20
TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterpart:
    """A system of which the right answer is known."""

    kind: str
    """Of the probe that is asked."""
    name: str
    """`vulnerable`, `repaired`, or `odd:` and how it is odd."""
    origin: str

    @property
    def question(self) -> str:
        """Give what is asked: the kind, and the scheme of the origin, of which a kind may have several."""
        return f"{self.kind} {self.origin.partition('://')[0]}"

    @property
    def right(self) -> Answer:
        """Give the answer that is right for it."""
        plain = {"vulnerable": Answer.EXPOSED, "repaired": Answer.NOT_EXPOSED}
        return plain.get(self.name, Answer.UNDETERMINED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What a probe answered of a counterpart."""

    counterpart: Counterpart
    answer: Answer
    cause: Cause | None

    @property
    def ok(self) -> bool:
        """Say whether that was right, our own failure being never right."""
        return self.answer is self.counterpart.right and self.cause is not Cause.OUR_FAILURE


def try_probes(
    counterparts: Sequence[Counterpart], test_identity: str, test_accounts: Mapping[str, str]
) -> tuple[Tried, ...]:
    """Ask the vulnerable ones first, then the others at the place that was exposed, in their order.

    `test_accounts` gives the password of each.
    """
    grant = _grant({one.origin for one in counterparts}, test_identity, test_accounts, clocks.real_now())
    first = [one for one in counterparts if one.right is Answer.EXPOSED]
    others = [one for one in counterparts if one.right is not Answer.EXPOSED]
    found = _visit(first, grant, {}, {})
    places: dict[str, Place] = {}
    pairs: dict[str, tuple[Credential, ...]] = {}
    for one in first:
        (seen,) = found[one.origin].observations
        if seen.place is not None:
            places[one.question] = seen.place
        if one.kind in found[one.origin].credentials:
            pairs[one.question] = found[one.origin].credentials[one.kind]
    found |= _visit(others, grant, places, pairs)
    return tuple(_tried(one, found[one.origin]) for one in counterparts)


def _tried(one: Counterpart, outcome: Outcome) -> Tried:
    (seen,) = outcome.observations
    return Tried(counterpart=one, answer=seen.answer, cause=seen.cause)


def _visit(
    counterparts: Sequence[Counterpart],
    grant: Grant,
    places: Mapping[str, Place],
    pairs: Mapping[str, tuple[Credential, ...]],
) -> dict[str, Outcome]:
    door = doors.door(
        (grant,), now=clocks.real_now, nation=load(settings.NATION), synthetic=True, stopped=lambda: False
    )
    visits = [
        Visit(
            key=one.origin,
            origin=one.origin,
            entries=(probes.by_kind(one.kind),),
            places={one.kind: (places[one.question],)} if one.question in places else {},
            nonce=secrets.token_hex(8),
            tries=dict.fromkeys(tries.granted(one.origin, (grant,), one.kind)[0], TRIES),
            # An odd login is odd from its form on; a repaired one is asked with the pair that worked.
            credentials={one.kind: pairs[one.question]}
            if one.question in pairs and one.right is Answer.NOT_EXPOSED
            else {},
        )
        for one in counterparts
    ]
    return {outcome.key: outcome for outcome in door.run(visits)}


def _grant(origins: set[str], test_identity: str, test_accounts: Mapping[str, str], now: datetime) -> Grant:
    return Grant(
        id="self-test",
        version=1,
        signed_by="self-test",
        legal_basis="counterparts on loopback",
        origins=frozenset(origins),
        networks=(LOOPBACK,),
        paths=("/",),
        excluded_paths=(),
        hours=Hours(start=time(0), end=time(0), zone=load(settings.NATION).calendar.zone),
        classes=frozenset({entry.spec.probe_class for entry in probes.REGISTER}),
        rate=RATE,
        daily_budget=DAILY_BUDGET,
        test_identities=(test_identity,),
        accounts=tuple(
            Account(name=name, passwords=(password,), test=True) for name, password in test_accounts.items()
        ),
        sample_records=SAMPLE,
        birth_years=BIRTH_YEARS,
        valid_from=now - timedelta(days=1),
        expires=now + timedelta(days=1),
        revoked_at=None,
        synthetic=True,
    )
