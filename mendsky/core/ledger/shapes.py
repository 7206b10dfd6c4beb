# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check that a JSON object is a fact: its type is known, each key is there and holds what it should.

The register is `SHAPES`; the keys are explained in `core.terms.facts`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mendsky.core.terms.cases import Actor, EventKind, Stage, State
from mendsky.core.terms.counts import CountGrade, People, Records, Unit
from mendsky.core.terms.instants import read_instant

Check = Callable[[Any], bool]

LONGEST_TEXT = 10_000


class FactError(ValueError):
    """An object is not a fact of a known type."""


def text(value: Any) -> bool:
    """Say whether it is a string of ordinary length."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def instant(value: Any) -> bool:
    """Say whether it is an instant with its zone."""
    try:
        read_instant(value)
    except (ValueError, TypeError):
        return False
    return True


def number(value: Any) -> bool:
    """Say whether it is a whole number, not below zero, that JSON keeps exactly (RFC 8259, section 6)."""
    return type(value) is int and 0 <= value < 2**53


def hexadecimal(length: int) -> Check:
    """Make the check for so many bytes in lower-case hexadecimal."""

    def check(value: Any) -> bool:
        return (
            isinstance(value, str) and len(value) == 2 * length and not set(value) - set("0123456789abcdef")
        )

    return check


def _one_of(*values: str | None) -> Check:
    return lambda value: (value is None or isinstance(value, str)) and value in values


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(text(item) for item in value)


def _count(value: Any) -> bool:
    try:
        count = Records.from_json(value)
    except (ValueError, TypeError, KeyError):
        return False
    return set(value) == {"low", "point", "high", "grade"} and all(
        number(part) for part in (count.low, count.point or 0, count.high or 0)
    )


def _public(value: Any) -> bool:
    return isinstance(value, dict)


KINDS = tuple(kind.value for kind in EventKind)
STATES = tuple(state.value for state in State)
ENVELOPE: dict[str, Check] = {"type": text, "id": text, "origin": text, "recorded_at": instant}
SHAPES: dict[str, dict[str, Check]] = {
    "event": {
        **ENVELOPE,
        "case": text,
        "number": number,
        "kind": _one_of(*KINDS),
        "schema": number,
        "at": instant,
        "actor": _one_of(*(actor.value for actor in Actor)),
        "rule": text,
        "pack": text,
        "cause": text,
        "was": _one_of(None, *STATES),
        "state": _one_of(*STATES),
        "stage": _one_of(*(stage.value for stage in Stage)),
        "public": _public,
        "sealed": text,
    },
    "count": {
        **ENVELOPE,
        "subject": text,
        "unit": _one_of(*(unit.value for unit in Unit)),
        "count": _count,
        "method": text,
        "source": text,
        "at": instant,
        "supersedes": lambda value: value is None or text(value),
    },
    "coverage": {
        **ENVELOPE,
        "day": text,
        "division": text,
        "sector": text,
        "in_scope": number,
        "covered": number,
        "undetermined": number,
    },
    "attestation": {
        **ENVELOPE,
        "cell": text,
        "as_of": instant,
        "subjects": _texts,
        "series": text,
        "k": number,
        "count": _count,
        "key": hexadecimal(32),
        "signature": hexadecimal(64),
    },
    "key": {**ENVELOPE, "purpose": text, "key": hexadecimal(32)},
    "release": {**ENVELOPE, "as_of": instant, "digest": hexadecimal(32)},
}
VERIFY_PUBLIC: dict[str, Check] = {
    "subject": text,
    "kind": text,
    "division": text,
    "sector": text,
    "organisation": text,
    "severity": lambda value: isinstance(value, dict) and not _faults(value, SEVERITY),
}
"""What the public part of a `verify` event names; figures hang on it."""
TRANSFER_PUBLIC: dict[str, Check] = {"organisation": text, "division": text}
"""What the public part of a `transfer` event names: figures follow it."""
GRADED_PUBLIC: dict[str, Check] = {"severity": VERIFY_PUBLIC["severity"]}
"""What the public part of an event that grades anew names."""
SEVERITY: dict[str, Check] = {
    "score": number,
    "level": _one_of("low", "medium", "high", "critical"),
    "rule": text,
}


def check_fact(fact: Any) -> None:
    """Raise `FactError`, naming the key, where an object is not a fact; keys beyond the shape are refused."""
    if not isinstance(fact, dict) or not isinstance(fact.get("type"), str) or fact["type"] not in SHAPES:
        msg = "a fact is an object whose type is one of " + ", ".join(SHAPES)
        raise FactError(msg)
    kind = fact["type"]
    faults = _faults(fact, SHAPES[kind])
    faults += [key for key in fact if key not in SHAPES[kind]]
    if kind == "event" and fact.get("kind") == EventKind.VERIFY and isinstance(fact.get("public"), dict):
        faults += [f"public.{key}" for key in _faults(fact["public"], VERIFY_PUBLIC)]
    if kind == "event" and fact.get("kind") == EventKind.TRANSFER and isinstance(fact.get("public"), dict):
        faults += [f"public.{key}" for key in _faults(fact["public"], TRANSFER_PUBLIC)]
    if kind == "event" and isinstance(fact.get("public"), dict) and "severity" in fact["public"]:
        faults += [f"public.{key}" for key in _faults(fact["public"], GRADED_PUBLIC)]
    if faults:
        msg = f"a fact of type {kind} with a fault in {', '.join(ascii(str(key)[:40]) for key in faults[:5])}"
        raise FactError(msg)


def read_count(fact: Mapping[str, Any]) -> Records | People:
    """Give the count of a checked `count` or `attestation` fact in its own type."""
    people = fact["type"] == "attestation" or fact["unit"] == Unit.PEOPLE
    return People.from_json(fact["count"]) if people else Records.from_json(fact["count"])


def grade_of(fact: Mapping[str, Any]) -> CountGrade:
    """Give the grade of a checked `count` fact."""
    return CountGrade(fact["count"]["grade"])


def _faults(value: Mapping[str, Any], shape: Mapping[str, Check]) -> list[str]:
    return [key for key, check in shape.items() if key not in value or not check(value[key])]
