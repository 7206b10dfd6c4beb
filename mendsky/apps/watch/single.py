# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look at one system once, under a grant from a file.

No database is needed but by tries of passwords: those are counted with the tries of all other runs. Beside
an installation what holds for its workers holds here: the stop, opt-outs, revocations, one look at a host.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.origins import normal_origin
from mendsky.apps.directory.reading import BASIS_UNSAID, consent_words
from mendsky.apps.directory.signatures import grant_keys, why_powerless
from mendsky.apps.directory.standing import as_known
from mendsky.apps.watch import budget, doors, hosts, proving, rows, sent, tries
from mendsky.core import probes
from mendsky.core.rules.ownership import is_basis_unsaid
from mendsky.core.terms.answers import Purpose
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from mendsky.net.probing.door import Outcome, Visit
from mendsky.runtime import clocks

BUSY_SECONDS, BUSY_NAP = 60.0, 0.5


class HostBusyError(ValueError):
    """A worker of the installation is asking the same host."""


class UnsaidBasisError(ValueError):
    """A grant speaks of consent and does not say whether it rests on it."""


class PowerlessGrantError(ValueError):
    """A grant is not signed as this installation demands, or was changed after it was signed."""


def tries_passwords(url: str, grant: Grant) -> bool:
    """Say whether a grant lets passwords of a system be tried; raises `OriginError` as `probe_once`."""
    origin = _origin(url)
    return any(tries.granted(origin, (grant,), kind)[0] for kind in _kinds(origin))


def probe_once(url: str, grant: Grant, *, installed: bool = False) -> Outcome:
    """Ask one system every permitted probe, by the real clock; `installed` where there is a database.

    A grant by consent is proven there and then. Raises `OriginError` for an address that is no http or
    https URL, `UnsaidBasisError` for a grant that does not say what it rests on, `PowerlessGrantError` for
    one that is not signed as it must be, and `HostBusyError` where a worker asks the host for long.
    """
    origin = _origin(url)
    nation = load(settings.NATION)
    if is_basis_unsaid(grant, consent_words(nation)):
        msg = f"grant {grant.id}: basis {BASIS_UNSAID}"
        raise UnsaidBasisError(msg)
    powerless = why_powerless(grant, grant_keys())
    if powerless is not None:
        msg = f"grant {grant.id} version {grant.version} {powerless}"
        raise PowerlessGrantError(msg)
    if not installed:
        return _look(url, origin, grant, nation, budget_left=None, stopped=lambda: False)
    host = budget.host_of(origin)
    with _held(host):
        at = clocks.now()
        known = as_known(grant, at)
        left = budget.left([origin], (known,), at=at, zone=nation.calendar.zone)[origin]
        outcome = _look(url, origin, known, nation, budget_left=left, stopped=doors.StopCheck())
        _log(outcome, origin, at, nation)
    return outcome


@contextmanager
def _held(host: str) -> Iterator[None]:
    """Hold a host's lock, waiting for it a little: a visit takes seconds, unless the host is slow."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        with hosts.held([host]) as free:
            if free:
                yield
                return
        if time.monotonic() >= deadline:
            msg = f"a worker is asking {host} now: try again later"
            raise HostBusyError(msg)
        time.sleep(BUSY_NAP)


def _look(
    url: str,
    origin: str,
    grant: Grant,
    nation: Nation,
    *,
    budget_left: int | None,
    stopped: Callable[[], bool],
) -> Outcome:
    door = doors.door(
        (proving.with_fresh_proofs(grant, clocks.real_now()),),
        now=clocks.real_now,
        nation=nation,
        synthetic=grant.synthetic,
        stopped=stopped,
    )
    trying = tries_passwords(url, grant)
    # Where the directory knows the origin, its tries are those of that system.
    known = directory.systems_at([origin], clocks.now()) if trying else {}
    system = known[origin].id if origin in known else uuid5(NAMESPACE_URL, origin)
    aside = _set_aside(system, origin, grant, nation) if trying else None
    visit = Visit(
        key=url,
        origin=origin,
        entries=probes.REGISTER,
        places={},
        nonce=secrets.token_hex(8),
        budget=budget_left,
        security_txt_due=True,
        tries={} if aside is None else aside.left.get(system, {}),
    )
    (outcome,) = door.run((visit,))
    if aside is not None:
        aside.give_back({system: outcome.tried})
    return outcome


def _log(outcome: Outcome, origin: str, at: datetime, nation: Nation) -> None:
    """Enter what was sent to a system of the directory: its owner reads it, and it counts for the day."""
    system = directory.systems_at([origin], at).get(origin)
    if system is None:
        return
    run = rows.run_row(
        outcome,
        system=system.id,
        host=budget.host_of(origin),
        purpose=Purpose.PROBE,
        at=at,
        pack=nation.version,
    )
    log = sent.sent_row(run, outcome.transcript)
    if log is not None:
        with transaction.atomic():
            run.save(force_insert=True)
            log.save(force_insert=True)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return normal_origin(f"{parts.scheme}://{parts.netloc}")


def _set_aside(system: UUID, origin: str, grant: Grant, nation: Nation) -> tries.Aside:
    wanted: dict[str, tuple[Credential, ...]] = dict.fromkeys(_kinds(origin), ())
    zone = nation.calendar.zone
    return tries.reserve({system: (origin, wanted)}, (grant,), at=clocks.now(), zone=zone)


def _kinds(origin: str) -> list[str]:
    """Give the kinds that try passwords of the system at an origin."""
    return [entry.spec.kind for entry in probes.asking(origin) if entry.spec.kind in tries.TRIED]
