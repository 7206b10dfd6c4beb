# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attest unions of people, sequence the ledger, and make releases."""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.publication import ledger as book
from mendsky.apps.publication import queries, showing
from mendsky.apps.publication.ledger import Ledger
from mendsky.apps.publication.lines import lines, named
from mendsky.apps.publication.models import OwnFact, Release
from mendsky.apps.publication.overview import overview, withdrawn
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.publication.withholding import withhold
from mendsky.apps.watch import services as watch
from mendsky.core.ledger import release as documents
from mendsky.core.statistics.definitions import DEFINITIONS, DENOMINATORS
from mendsky.core.statistics.figures import figures, unions_wanted
from mendsky.core.statistics.headline import ALL
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.nations import Nation
from mendsky.keys import census, sign
from mendsky.keys.vault import Vault, open_vault
from mendsky.nations.load import load
from mendsky.runtime import facts
from mendsky.verify.release import verify

ATTESTATION_KEY = "attestation"


class ReleaseRefusedError(RuntimeError):
    """A release does not verify, and is not published; the differences are in the text."""


def sequence(now: datetime) -> int:
    """Give every new fact its place in the ledger; give the ledger's size."""
    del now  # the ledger's order is its own, not a clock's
    return book.sequence()


@transaction.atomic
def attest(now: datetime) -> int:
    """Have the unions of people that figures need attested and signed, as facts; give how many were new."""
    book.sequence()
    return _attest(book.read(), now=now, nation=load(settings.NATION), vault=open_vault())


@transaction.atomic
def release(now: datetime) -> ReleaseEntry:
    """Make the release of an instant: figures, facts, signed checkpoint, all verified before it is kept.

    Raises `ReleaseRefusedError` where it does not verify, `LedgerDamagedError` where a fact was changed.
    """
    nation, vault = load(settings.NATION), open_vault()
    watch.record_coverage(now)
    book.sequence()
    ledger = book.read()
    _vouch(ledger, now=now, vault=vault)
    _attest(ledger, now=now, nation=nation, vault=vault)
    book.sequence_own()
    book.read_on(ledger)

    shown = documents.opened(withhold(ledger.facts))
    divisions = _divisions(shown, nation)
    sectors = tuple(sector.key for sector in nation.sectors)
    names = _names(shown)
    framed = documents.frame(
        origin=settings.ORIGIN,
        nation=nation.code,
        pack=nation.version,
        as_of=now,
        made_at=now,
        figures=figures(shown, as_of=now, nation_code=nation.code, provinces=divisions, sectors=sectors),
        definitions=_definitions(nation),
        divisions=divisions,
        sectors=sectors,
        attest_key=sign.public_key(vault, sign.ATTEST),
        named=names,
    )
    _keep([dict(documents.release_fact(framed, id=str(uuid.uuid4())))], now=now)
    book.sequence_own()
    book.read_on(ledger)

    root = ledger.tree.root()
    checkpoint = sign.checkpoint(vault, origin=settings.ORIGIN, size=ledger.tree.size, root=root)
    document = documents.document(
        framed,
        facts=withhold(ledger.facts),
        checkpoint=checkpoint,
        key=sign.verifier_key(vault, settings.ORIGIN),
    )
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    _check(content, key=str(sign.verifier_key(vault, settings.ORIGIN)))
    name = _name(now, nation)
    _write(queries.folder() / f"{name}.json", content)
    told = lines(shown, provinces=divisions, names=names, nation=nation)
    last = queries.latest()
    corrections = [
        *(one for one in (last.overview[ALL]["news"] if last else ()) if one["news"] == "withdrawn"),
        *withdrawn(showing.shown(), told, at=now),
    ]
    Release.objects.create(
        name=name,
        as_of=now,
        made_at=now,
        size=ledger.tree.size,
        root=root.hex(),
        checkpoint=checkpoint,
        figures=framed["figures"],
        overview=overview(
            shown,
            told,
            as_of=now,
            nation=nation,
            provinces=divisions,
            names=names,
            corrections=corrections,
        ),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
    )
    showing.show(told)
    entry = queries.by_id(name)
    if entry is None:
        msg = f"release {name} was written and cannot be read"
        raise RuntimeError(msg)
    return entry


def verifier_key() -> str:
    """Give the line by which outsiders check checkpoints of this installation."""
    return str(sign.verifier_key(open_vault(), settings.ORIGIN))


def _attest(ledger: Ledger, *, now: datetime, nation: Nation, vault: Vault) -> int:
    shown = documents.opened(withhold(ledger.facts))
    wanted = unions_wanted(
        shown,
        as_of=now,
        nation_code=nation.code,
        provinces=_divisions(shown, nation),
        sectors=tuple(sector.key for sector in nation.sectors),
    )
    sketches = exposure.sealed_sketches({subject for subjects in wanted.values() for subject in subjects})
    attested: list[Fact] = []
    for cell, subjects in sorted(wanted.items()):
        series = {sketches[subject].series for subject in subjects if subject in sketches}
        if len(series) != 1 or any(subject not in sketches for subject in subjects):
            continue  # sketches of two series, or destroyed ones, cannot be united: bounds remain
        fact = census.attest(
            vault,
            origin=settings.ORIGIN,
            cell=cell,
            as_of=now,
            recorded_at=now,
            series=series.pop(),
            sketches={subject: sketches[subject].sealed for subject in subjects},
        )
        attested.append(dict(fact))
    _keep(attested, now=now)
    return len(attested)


def _vouch(ledger: Ledger, *, now: datetime, vault: Vault) -> None:
    """Let the ledger vouch for the key that signs unions, once a key."""
    key = sign.public_key(vault, sign.ATTEST)
    known = (fact for fact in documents.opened(ledger.facts) if fact["type"] == "key")
    if any(fact["key"] == key.hex() for fact in known):
        return
    fact = documents.key_fact(
        id=str(uuid.uuid4()), origin=settings.ORIGIN, purpose=ATTESTATION_KEY, key=key, recorded_at=now
    )
    _keep([dict(fact)], now=now)


def _keep(made: Iterable[Fact], *, now: datetime) -> None:
    own = list(made)
    if not own:
        return
    rows = []
    for fact, serial in zip(own, facts.next_serials(OwnFact, len(own)), strict=True):
        salt, commitment = facts.commit_fact(fact)
        rows.append(
            OwnFact(
                id=fact["id"],
                kind=fact["type"],
                recorded_at=now,
                fact=fact,
                serial=serial,
                salt=salt,
                commitment=commitment,
            )
        )
    OwnFact.objects.bulk_create(rows)


def _divisions(shown: Iterable[Fact], nation: Nation) -> dict[str, str | None]:
    """Lead from every division that facts name, and from those of the map, to the province-level one."""
    codes = {tile.division for tile in nation.tiles}
    for fact in shown:
        if fact["type"] == "coverage":
            codes.add(fact["division"])
        elif fact["type"] == "event" and "division" in fact["public"]:
            codes.add(fact["public"]["division"])
    return {code: nation.province_of(code) for code in sorted(codes)}


def _names(shown: Iterable[Fact]) -> dict[str, dict[str, str]]:
    """Give the organisation's name by language of each case that is named, and of no other."""
    organisations = named(shown)
    entries = directory.organisations(set(organisations.values()))
    return {
        case: dict(entries[uuid.UUID(identifier)].names)
        for case, identifier in sorted(organisations.items())
        if uuid.UUID(identifier) in entries
    }


def _definitions(nation: Nation) -> dict[str, Any]:
    return {
        "figures": {
            figure: {language: nation.texts[language][key] for language in nation.languages}
            for figure, key in DEFINITIONS.items()
        },
        "denominators": dict(DENOMINATORS),
    }


def _check(content: bytes, *, key: str) -> None:
    verdict = verify(json.loads(content), key)
    if not verdict.ok:
        msg = f"the release does not verify and was not published: {'; '.join(verdict.differences[:5])}"
        raise ReleaseRefusedError(msg)


def _name(now: datetime, nation: Nation) -> str:
    day = now.astimezone(nation.calendar.zone).date().isoformat()
    return f"{day}-{Release.objects.filter(name__startswith=f'{day}-').count() + 1}"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
