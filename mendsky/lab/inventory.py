# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory of the lab nation, in the shape that a real importer gives.

One JSON object of four lists; a key is a text that is stable from import to import.

- `organisations`: `{key, name: {language: text}, kind, division, sector?, level?, seat?, officer?: {…}}`.
  Kind is `owner` or `authority`; a seat says that an owner sits below its division; the officer is a post
  that answers for the data, never a person. An authority has a level (`city`, `province`, `nation`) and
  answers, at that level, for every owner whose division is its own or lies below. Two authorities may share
  a division where their levels differ: the lab names no real city, so that its cities' offices carry their
  province's code.
- `systems`: `{key, organisation, origin, name: {…}, sector, division, sweep_every_hours}`; origin is
  `scheme://host:port` with the port written.
- `contacts`: `{organisation, email, language, order}`.
- `grants`: `{id, version, signed_by, legal_basis, origins, networks, paths, excluded_paths,
  hours: {start, end, zone, weekdays}, classes, rate, daily_budget, test_identities, password_tries,
  sample_records, birth_years, valid_from, expires, revoked_at, synthetic}`, as
  `mendsky.core.terms.grants` explains; instants in ISO 8601 with offset, times of day as `HH:MM`,
  weekdays with Monday as 0.

Nothing here tells a weak system from a sound one.
"""

from typing import Any

from mendsky.lab.people import BIRTH_YEARS
from mendsky.lab.places import province_name
from mendsky.lab.story import Organisation, System
from mendsky.lab.world import World

VALID_FROM = "2014-04-01T00:00:00+08:00"
EXPIRES = "2016-01-01T00:00:00+08:00"


def inventory(world: World) -> dict[str, Any]:
    """Give the whole directory."""
    story = world.story
    organisations = sorted(story.organisations, key=lambda organisation: organisation.key)
    provinces = sorted({_province(world, system) for system in story.systems})
    return {
        "organisations": [_organisation(organisation) for organisation in organisations],
        "systems": sorted((_system(world, system) for system in story.systems), key=lambda row: row["key"]),
        "contacts": [
            {"organisation": organisation.key, "email": email, "language": "zh-Hans", "order": order}
            for organisation in organisations
            for order, email in enumerate(organisation.emails)
        ],
        "grants": [_grant(world, province) for province in provinces],
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": organisation.key,
        "name": dict(organisation.names),
        "kind": "owner" if organisation.level is None else "authority",
        "division": organisation.division,
    }
    if organisation.sector is not None:
        row["sector"] = organisation.sector
    if organisation.level is not None:
        row["level"] = organisation.level
    if organisation.seat is not None:
        row["seat"] = organisation.seat
    if organisation.officer:
        row["officer"] = dict(organisation.officer)
    return row


def _system(world: World, system: System) -> dict[str, Any]:
    return {
        "key": system.key,
        "organisation": system.organisation,
        "origin": world.origin(system),
        "name": dict(system.names),
        "sector": system.sector,
        "division": system.division,
        "sweep_every_hours": system.sweep_every_hours,
    }


def _province(world: World, system: System) -> str:
    return world.nation.province_of(system.division) or world.nation.code


def _grant(world: World, province: str) -> dict[str, Any]:
    """Grant the probing of all systems of one province, signed by its authority."""
    systems = [system for system in world.story.systems if _province(world, system) == province]
    signer = next(
        organisation
        for organisation in world.story.organisations
        if organisation.level == "province" and organisation.division == province
    )
    return {
        "id": f"grant-{province}",
        "version": 1,
        "signed_by": signer.names["zh-Hans"],
        "legal_basis": (
            f"{province_name(world.nation, province, 'zh-Hans')}"
            f"合成演练授权书 {world.story.starts.year}-1 (synthetic)"
        ),
        "origins": sorted(world.origin(system) for system in systems),
        "networks": [str(world.network.block)],
        "paths": ["/"],
        "excluded_paths": [],
        "hours": {
            "start": "00:00",
            "end": "00:00",
            "zone": world.nation.calendar.zone.key,
            "weekdays": [0, 1, 2, 3, 4, 5, 6],
        },
        "classes": [0, 1, 2, 3],
        "rate": 1000.0,
        "daily_budget": 5000,
        "test_identities": [world.register.test_identity],
        "password_tries": 3,
        "sample_records": 20,
        "birth_years": list(BIRTH_YEARS),
        "valid_from": VALID_FROM,
        "expires": EXPIRES,
        "revoked_at": None,
        "synthetic": True,
    }
