# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plan the import of grants: a signed version never changes, a newer one follows it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mendsky.apps.directory.grants import grant_document
from mendsky.apps.directory.models import Grant
from mendsky.apps.directory.ownership import with_proofs
from mendsky.apps.directory.reading import WantedGrant
from mendsky.apps.directory.report import Change, Outcome, Part, Remark
from mendsky.apps.directory.sealing import seal_identities, unseal_accounts, unseal_identities
from mendsky.apps.directory.signatures import grant_keys, why_powerless
from mendsky.core.rules.ownership import unproven
from mendsky.core.rules.signed import GrantKeys
from mendsky.core.terms import grants as terms
from mendsky.keys.vault import Vault


def plan_grants(wanted: Sequence[WantedGrant], now: datetime, vault: Vault) -> Part[Grant]:
    """Plan what is new, what is revoked, and refuse what differs from what was signed."""
    part: Part[Grant] = Part()
    keys = grant_keys()
    kept: dict[str, dict[int, Grant]] = {}
    for known in Grant.objects.filter(grant__in={one.grant.id for one in wanted}):
        kept.setdefault(known.grant, {})[known.version] = known
    for one in sorted(_proven(wanted, now), key=lambda one: (one.grant.id, one.grant.version)):
        grant, versions = one.grant, kept.setdefault(one.grant.id, {})
        row = versions.get(grant.version)
        outcome, says = Outcome.UNCHANGED, None
        fields: tuple[str, ...] = ()
        if row is None:
            if versions and grant.version < max(versions):
                says = f"version {max(versions)} is here already; raise the version"
            outcome, fields = (Outcome.CHANGED, ("version",)) if versions else (Outcome.ADDED, ())
            versions[grant.version] = _row(grant, now, vault)
            part.opened.append(versions[grant.version])
        elif not _is_same(row, grant, vault):
            says = "differs from what was signed; raise the version"
        elif grant.revoked_at is not None and row.revoked_at is None:
            outcome = Outcome.CLOSED
            row.revoked_at, row.test_identities = grant.revoked_at, b""
            part.closed.append(row)
        # A file from before a revocation does not undo it.
        key = f"{grant.id} version {grant.version}"
        part.refused.extend(
            Remark(noun="grants", number=one.number, key=key, says=fault)
            for fault in (says, _unsigned(grant, keys, now))
            if fault is not None
        )
        part.changes.append(Change(noun="grants", number=one.number, key=key, outcome=outcome, fields=fields))
        part.warnings.extend(
            Remark(noun="grants", number=one.number, key=key, says=says) for says in _warnings(grant, now)
        )
    return part


def _proven(wanted: Sequence[WantedGrant], now: datetime) -> Sequence[WantedGrant]:
    """Give the document's grants with the proofs that the directory holds."""
    return [
        replace(one, grant=grant)
        for one, grant in zip(wanted, with_proofs([one.grant for one in wanted], now), strict=True)
    ]


def covered_origins(wanted: Sequence[WantedGrant], now: datetime) -> frozenset[str]:
    """Give every origin that a grant covers now or later, of the directory and of the document."""
    origins = {
        origin
        for row in Grant.objects.filter(revoked_at=None, expires__gt=now)
        for origin in row.document["origins"]
    }
    for one in wanted:
        if one.grant.revoked_at is None and one.grant.expires > now:
            origins |= one.grant.origins
    return frozenset(origins)


def _unsigned(grant: terms.Grant, keys: GrantKeys | None, now: datetime) -> str | None:
    """Say what is wrong with a grant's signature; what is revoked has no power and needs none."""
    if grant.revoked_at is not None and grant.revoked_at <= now:
        return None
    return why_powerless(grant, keys)


def _warnings(grant: terms.Grant, now: datetime) -> Sequence[str]:
    if grant.revoked_at is None and grant.expires <= now:
        return [f"expired on {grant.expires:%Y-%m-%d}: nothing is probed under it"]
    alone = (
        ["names one test account: what one account sees of another's needs two"]
        if grant.revoked_at is None and len(grant.test_accounts) == 1
        else []
    )
    waiting = unproven(grant, now)
    if grant.revoked_at is None and waiting:
        share = f"{len(waiting)} of {len(grant.origins)}"
        next_step = f"`mendsky grant prove {grant.id}` says what the owner puts up"
        return [
            *alone,
            f"rests on consent, and control of {share} origins is not proven: not live there; {next_step}",
        ]
    return alone


def _row(grant: terms.Grant, now: datetime, vault: Vault) -> Grant:
    identities, accounts = (grant.test_identities, grant.accounts) if grant.revoked_at is None else ((), ())
    return Grant(
        grant=grant.id,
        version=grant.version,
        document=_kept_document(grant),
        test_identities=seal_identities(vault, grant.id, grant.version, identities, accounts),
        signed_by=grant.signed_by,
        valid_from=grant.valid_from,
        expires=grant.expires,
        revoked_at=grant.revoked_at,
        synthetic=grant.synthetic,
        recorded_at=now,
    )


def _is_same(row: Grant, grant: terms.Grant, vault: Vault) -> bool:
    if row.document != _kept_document(grant):
        return False
    if row.revoked_at is not None:
        return True  # its test identities and accounts are forgotten
    sealed = bytes(row.test_identities)
    return grant.test_identities == unseal_identities(
        vault, row.grant, row.version, sealed
    ) and grant.accounts == unseal_accounts(vault, row.grant, row.version, sealed)


def _kept_document(grant: terms.Grant) -> dict[str, Any]:
    """Give the document without test identities and accounts, which are sealed, and revocation, a column."""
    document = grant_document(grant)
    apart = {"test_identities", "accounts", "revoked_at"}
    return {key: value for key, value in document.items() if key not in apart}
