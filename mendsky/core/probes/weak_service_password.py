# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A database, a store or a file server that opens to a password anybody would try.

Tries the accounts that the grant names, else those that the product is shipped with, never more often a day
than the grant lets. What a login opens is told by names and numbers: no record is read, nothing is written,
and a random password must be kept out. CWE-521, CWE-1392.
"""

from collections.abc import Generator, Mapping
from dataclasses import replace

from mendsky.core.probes.answers import exposed, not_exposed, rows_of, undetermined
from mendsky.core.probes.ftp_login import FTP
from mendsky.core.probes.guesses import candidates, control_of
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.mysql_login import MYSQL
from mendsky.core.probes.postgresql_login import POSTGRESQL
from mendsky.core.probes.redis_login import REDIS
from mendsky.core.probes.service_logins import Let, Login, Service
from mendsky.core.probes.talking import Asked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import (
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)
from mendsky.core.terms.streams import spoken_at

SERVICES: Mapping[str, Service] = {"redis": REDIS, "ftp": FTP, "postgresql": POSTGRESQL, "mysql": MYSQL}
"""By what is spoken at the origin."""
SPEC = ProbeSpec(
    kind="weak-service-password",
    version=2,
    cwe=521,
    probe_class=3,
    cost=130,
    repair="weak-service-password",
    schemes=frozenset(SERVICES),
)
PLACE = Place(group="/")
INSIDE = frozenset({Let.IN, Let.UNASKED})


def probe(target: Target) -> Probe:
    """Log in with what anybody would try, and see what that opens."""
    service, left, tried = _service(target.origin), dict(target.tries), 0
    try:
        for trying in candidates(target, service.shipped, left, spoken_at(target.origin)):
            tried += 1
            let = yield from _enter(target, trying, left, turn=tried)
            if let in INSIDE:
                return (yield from _opened(target, trying, left, let))
    except CannotTellError as told:
        return undetermined(SPEC, told.cause, told.reason)
    return not_exposed(SPEC, f"{tried} logins were tried and none was let in")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def services(origin: str) -> Mapping[str, tuple[Account, ...]]:
    """Give the service at an origin with the accounts that it is shipped with; none for any other system."""
    return {spoken_at(origin): _service(origin).shipped} if SPEC.asks(origin) else {}


def _service(origin: str) -> Service:
    return SERVICES[spoken_at(origin)]


def _enter(
    target: Target, trying: Try, left: dict[str, int], *, turn: int, control: Let | None = None
) -> Generator[Asked, Page, Let]:
    """Log in once, or as the control of what let us in; raises `CannotTellError`."""
    if not f"{trying.credential.account}{trying.credential.password}".isprintable():
        raise CannotTellError(Cause.NOT_GRANTED, "a name or password of the grant cannot be sent")
    left[trying.counter] = left.get(trying.counter, 0) - 1
    login = Login(
        trying=trying,
        nonce=f"{target.nonce}{turn}",
        knocks=control is Let.UNASKED,
    )
    return (yield from _service(target.origin).enter(login))


def _opened(
    target: Target, trying: Try, left: dict[str, int], let: Let
) -> Generator[Asked, Page, Observation]:
    """Ask what a login opens, and see that not everybody is let in; raises `CannotTellError`.

    A pair that was let in before was proven so then: that it is let in once more is all there is to ask.
    """
    held = yield from _service(target.origin).held()
    if not held.number:
        return not_exposed(SPEC, "a login is let in, and there is nothing behind it")
    evidence = [held.evidence]
    if let is Let.UNASKED or not target.credentials:
        control = control_of(trying, target.nonce)
        if let is Let.UNASKED:
            nobody = replace(trying.credential, account=control.credential.password)
            control = replace(control, credential=nobody)
        if (yield from _enter(target, control, left, turn=0, control=let)) in INSIDE:
            return undetermined(SPEC, Cause.HONEYPOT, "whoever comes is let in")
        note = "a random name is not let in" if let is Let.UNASKED else "a random password is not let in"
        evidence.append(Evidence(target=PLACE.group, status=0, note=note))
    # Those whose numbers stand in the names; nothing bounds who else is behind them.
    people = rows_of(held.reading)
    return exposed(
        SPEC,
        "a password that anybody would try opens what the service holds",
        place=PLACE,
        readings=(held.reading,),
        records=Estimate(low=people, point=None, high=None, sampled=people > 0),
        evidence=evidence,
    )
