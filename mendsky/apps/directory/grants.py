# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A grant as a JSON document, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from ipaddress import ip_network
from typing import Any
from zoneinfo import ZoneInfo

from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.apps.directory.shape import grant_problems
from mendsky.core.terms.grants import Account, Basis, Grant, Hours, Network, Signature

PASSWORD_TRIES = 3
"""Tries of a password for one account and day where a grant does not say."""


class GrantError(ValueError):
    """A document is no grant; the message says which field, and never repeats a test identity or password."""


def parse_grant(document: Mapping[str, Any]) -> Grant:
    """Read a grant, its origins brought into their one form; raises `GrantError`."""
    problems = grant_problems(document)
    if problems:
        first = problems[0]
        where = ".".join(str(step) for step in first.path)
        msg = f"grant: {where + ' ' if where else ''}{first.says}"
        raise GrantError(msg)
    name = f"grant {document['id']} version {document['version']}"
    valid_from, expires = (_instant(document[field], field, name) for field in ("valid_from", "expires"))
    first_year, last_year = document["birth_years"]
    if not valid_from < expires:
        msg = f"{name}: expires must lie after valid_from"
        raise GrantError(msg)
    if first_year > last_year:
        msg = f"{name}: birth_years must name the first year first"
        raise GrantError(msg)
    revoked_at = document.get("revoked_at")
    return Grant(
        id=document["id"],
        version=document["version"],
        signed_by=document["signed_by"],
        legal_basis=document["legal_basis"],
        origins=frozenset(_origin(text, name) for text in document["origins"]),
        networks=tuple(_network(text, name) for text in document.get("networks", ())),
        paths=tuple(document["paths"]),
        excluded_paths=tuple(document.get("excluded_paths", ())),
        hours=_hours(document["hours"], name),
        classes=frozenset(document["classes"]),
        rate=float(document["rate"]),
        daily_budget=document["daily_budget"],
        test_identities=tuple(document.get("test_identities", ())),
        accounts=tuple(
            Account(
                name=account["name"],
                passwords=tuple(account.get("passwords", ())),
                test=account.get("test", False),
            )
            for account in document.get("accounts", ())
        ),
        password_tries=document.get("password_tries", PASSWORD_TRIES),
        sample_records=document.get("sample_records", 0),
        birth_years=(first_year, last_year),
        valid_from=valid_from,
        expires=expires,
        revoked_at=None if revoked_at is None else _instant(revoked_at, "revoked_at", name),
        synthetic=document.get("synthetic", False),
        basis=Basis(document["basis"]) if "basis" in document else None,
        signature=Signature(**document["signature"]) if "signature" in document else None,
    )


def grant_document(grant: Grant) -> dict[str, Any]:
    """Write a grant in its one form: sorted sets, instants in UTC; `parse_grant` gives it back.

    Offices sign this form: a field that comes later must be left out where it is not given, as `basis` is, or
    older signatures fit no more.
    """
    return {
        "id": grant.id,
        "version": grant.version,
        "signed_by": grant.signed_by,
        "legal_basis": grant.legal_basis,
        **({} if grant.basis is None else {"basis": grant.basis.value}),
        "origins": sorted(grant.origins),
        "networks": [str(network) for network in grant.networks],
        "paths": list(grant.paths),
        "excluded_paths": list(grant.excluded_paths),
        "hours": {
            "start": f"{grant.hours.start:%H:%M}",
            "end": f"{grant.hours.end:%H:%M}",
            "zone": grant.hours.zone.key,
            "weekdays": sorted(grant.hours.weekdays),
        },
        "classes": sorted(grant.classes),
        "rate": grant.rate,
        "daily_budget": grant.daily_budget,
        "test_identities": list(grant.test_identities),
        "accounts": [_account(account) for account in grant.accounts],
        "password_tries": grant.password_tries,
        "sample_records": grant.sample_records,
        "birth_years": list(grant.birth_years),
        "valid_from": grant.valid_from.astimezone(UTC).isoformat(),
        "expires": grant.expires.astimezone(UTC).isoformat(),
        "revoked_at": None if grant.revoked_at is None else grant.revoked_at.astimezone(UTC).isoformat(),
        "synthetic": grant.synthetic,
        **({} if grant.signature is None else {"signature": asdict(grant.signature)}),
    }


def _account(account: Account) -> dict[str, Any]:
    test = {"test": True} if account.test else {}
    return {"name": account.name, "passwords": list(account.passwords), **test}


def _instant(text: str, field: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        msg = f"{name}: {field} is no day of the calendar"
        raise GrantError(msg) from None


def _origin(text: str, name: str) -> str:
    try:
        return normal_origin(text)
    except OriginError as error:
        msg = f"{name}: {error}"
        raise GrantError(msg) from None


def _network(text: str, name: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        msg = f"{name}: networks must be address ranges such as 192.0.2.0/24, without host bits"
        raise GrantError(msg) from None


def _hours(document: Mapping[str, Any], name: str) -> Hours:
    try:
        zone = ZoneInfo(document["zone"])
    except (ValueError, OSError, KeyError):
        msg = f"{name}: hours.zone is no known zone; write one such as Asia/Shanghai"
        raise GrantError(msg) from None
    return Hours(
        start=time.fromisoformat(document["start"]),
        end=time.fromisoformat(document["end"]),
        zone=zone,
        weekdays=frozenset(document.get("weekdays", range(7))),
    )
