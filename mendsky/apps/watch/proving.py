# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prove that owners control what they consented to: show the tokens, look for them, note what was seen."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from mendsky.apps.directory import ownership as proofs
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory import services as entering
from mendsky.apps.directory.signatures import grant_keys, why_powerless
from mendsky.apps.watch import doors, queries
from mendsky.core.rules import ownership
from mendsky.core.terms.grants import Basis, Grant, ProofMethod
from mendsky.keys.ownership import token
from mendsky.keys.vault import has_vault, open_vault
from mendsky.net.probing.origins import parse_origin
from mendsky.net.probing.ownership import Looking, look
from mendsky.runtime import clocks, installation

TIMEOUT = timedelta(seconds=10)
"""For one well-known file, by the real clock."""


class NotConsentError(ValueError):
    """A proof was asked for of a grant that needs none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proving:
    """What was looked for at one origin of a grant, and whether it stands there."""

    origin: str
    record: str
    """Name of the TXT record."""
    file: str
    """Address of the well-known file."""
    line: str
    """What stands in either of them, for this grant and host."""
    method: ProofMethod | None
    """By which it was found just now; None where by none."""
    until: datetime | None
    """How long the best proof holds; None where there is none."""
    unlooked: str | None = None
    """Why nothing was looked for: what the grant's signature lacks."""


def prove(grant: Grant, now: datetime, *, looking: Looking | None = None) -> tuple[Proving, ...]:
    """Look for the token of a grant at each of its origins, unless it has no power; writes nothing.

    Raises `NotConsentError` where the grant rests on law, and `OriginError`.
    """
    if grant.basis is not Basis.CONSENT:
        msg = f"grant {grant.id} rests on law: nothing is to be proven"
        raise NotConsentError(msg)
    used = looking or looking_now(synthetic=grant.synthetic)
    powerless = why_powerless(grant, grant_keys())
    return tuple(_prove(used, grant, origin, now, powerless) for origin in sorted(grant.origins))


def prove_and_note(grant_id: str, *, looking: Looking | None = None) -> tuple[Proving, ...]:
    """Look for the token of an imported grant and note what was seen.

    Raises `UnknownEntryError`, and `NotConsentError` where the grant rests on law.
    """
    now = clocks.now()
    found = prove(directory.newest_grant(grant_id, now), now, looking=looking)
    with transaction.atomic():
        for one in found:
            if one.method is not None:
                entering.record_proof(grant_id, one.origin, one.method, now)
    return found


def with_fresh_proofs(grant: Grant, now: datetime) -> Grant:
    """Give a grant with the proofs that are seen now; as it is where it needs none or no token was made."""
    if grant.basis is not Basis.CONSENT or not has_vault():
        return grant
    looking = replace(looking_now(synthetic=grant.synthetic), now=clocks.real_now)
    seen = (
        ownership.proof(one.origin, one.method, now)
        for one in prove(grant, now, looking=looking)
        if one.method is not None
    )
    return replace(grant, proofs=tuple(seen))


def defer_due(now: datetime) -> None:
    """Have proofs that end soon looked for again; one that is gone is looked for daily, until it ends."""
    due = proofs.proofs_due(now)
    if not due or queries.stopped():
        return
    with transaction.atomic():
        for grant_id, origin in due:
            entering.note_look(grant_id, origin, now)
        for grant_id in dict.fromkeys(grant_id for grant_id, _ in due):
            app.configure_task(name="mendsky.apps.watch.tasks.prove").defer(grant_id=grant_id)


def looking_now(*, synthetic: bool | None = None) -> Looking:
    """Say how this installation looks for proofs."""
    return Looking(
        now=clocks.now,
        resolver=doors.resolver(),
        synthetic=installation.is_synthetic() if synthetic is None else synthetic,
        user_agent=doors.user_agent(),
        signer=doors.signer(),
        timeout=min(settings.PROBE_TIMEOUT, TIMEOUT.total_seconds()),
    )


def _prove(looking: Looking, grant: Grant, origin_text: str, now: datetime, powerless: str | None) -> Proving:
    origin = parse_origin(origin_text)
    own = token(open_vault(), grant.id, origin.host)
    method = None if powerless else look(looking, grant, origin_text, own)
    held = [proof.until for proof in grant.proofs if proof.origin == origin_text and proof.until > now]
    if method is not None:
        held.append(ownership.proof(origin_text, method, now).until)
    port = f":{origin.port}" if origin.scheme == "https" and origin.port != 443 else ""
    return Proving(
        origin=origin_text,
        record=f"{ownership.LABEL}.{origin.host}",
        file=f"https://{origin.url_host}{port}{ownership.PATH}",
        line=ownership.line(own),
        method=method,
        until=max(held, default=None),
        unlooked=powerless,
    )
