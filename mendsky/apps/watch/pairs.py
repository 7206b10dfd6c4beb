# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names and passwords that were let in, sealed: a retest tries the pair that worked and no other."""

import json
from collections.abc import Collection, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction

from mendsky.apps.watch.models import KnownPlace, WorkingPair
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.credentials import Credential
from mendsky.keys.seal import seal, unseal
from mendsky.keys.vault import open_vault

PlaceKey = tuple[UUID, str, str]
"""System, kind and place group."""


def keep(place: PlaceKey, credentials: tuple[Credential, ...]) -> None:
    """Seal the pairs that together opened a place, under a key of their own; those before are forgotten."""
    system, kind, place_group = place
    vault = open_vault()
    before = WorkingPair.objects.filter(system=system, kind=kind, place_group=place_group).first()
    if before is not None:
        if _open(before) == credentials:
            return
        forget([place])
    row = WorkingPair(system=system, kind=kind, place_group=place_group)
    content = json.dumps([word for pair in credentials for word in (pair.account, pair.password)]).encode()
    row.sealed = seal(vault, _key(row), content, _context(row))
    row.save(force_insert=True)


def known(systems: Sequence[UUID], *, exposed_only: bool) -> dict[UUID, dict[str, tuple[Credential, ...]]]:
    """Give the pairs kept for systems, by kind; perhaps only those of places that are exposed now."""
    exposed = set(
        KnownPlace.objects.filter(system__in=systems, answer=Answer.EXPOSED).values_list(
            "system", "probe", "place_group"
        )
    )
    found: dict[UUID, dict[str, tuple[Credential, ...]]] = {}
    for row in WorkingPair.objects.filter(system__in=systems).order_by("pk"):
        if not exposed_only or (row.system, row.kind, row.place_group) in exposed:
            kinds = found.setdefault(row.system, {})
            kinds[row.kind] = (*kinds.get(row.kind, ()), *_open(row))
    return found


def forget(places: Collection[PlaceKey]) -> None:
    """Delete the pairs of places and destroy their keys once that is committed."""
    for system, kind, place_group in places:
        for row in WorkingPair.objects.filter(system=system, kind=kind, place_group=place_group):
            transaction.on_commit(partial(open_vault().destroy, _key(row)))
            row.delete()


def _open(row: WorkingPair) -> tuple[Credential, ...]:
    words = json.loads(unseal(open_vault(), _key(row), bytes(row.sealed), _context(row)))
    return tuple(
        Credential(account=account, password=password)
        for account, password in zip(words[::2], words[1::2], strict=True)
    )


def _key(row: WorkingPair) -> str:
    return f"pair/{row.id}"


def _context(row: WorkingPair) -> bytes:
    return f"watch_workingpair/sealed/{row.id}".encode()
