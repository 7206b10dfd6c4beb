# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case: its states, what moves it, and the envelope of an event."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    REJECTED = "rejected"
    MERGED = "merged"
    VERIFIED = "verified"
    NOTIFIED = "notified"
    UNDELIVERABLE = "undeliverable"
    ACKNOWLEDGED = "acknowledged"
    PLANNED = "planned"
    DISPUTED = "disputed"
    CLAIMED = "claimed"
    REFUTED = "refuted"
    """The owner's last word is a claim that our retest refuted."""
    REPAIRED = "repaired"
    """Two clean passes, minutes apart, with proof of coverage."""
    CONFIRMED = "confirmed"
    """Still clean days later."""
    CLOSED = "closed"


class EventKind(StrEnum):
    """What happens to a case; the first group moves it, the second is only told."""

    RECEIVE = "receive"
    REJECT = "reject"
    MERGE = "merge"
    VERIFY = "verify"
    NOTIFY = "notify"
    BOUNCE = "bounce"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    DISPUTE = "dispute"
    OVERRULE = "overrule"
    """A dispute was looked at and the exposure stands."""
    RETURN_PLAN = "return-plan"
    """An authority above the owner returned the repair plan with a day."""
    TRANSFER = "transfer"
    """Another organisation turned out to be responsible; parties, letters and clocks begin anew."""
    CLAIM_REPAIR = "claim-repair"
    RETEST_CLEAN = "retest-clean"
    RETEST_EXPOSED = "retest-exposed"
    RETEST_UNDETERMINED = "retest-undetermined"
    CONFIRM = "confirm"
    CLOSE = "close"
    ESCALATE = "escalate"
    COUNT = "count"
    """The records or people behind the place were counted anew."""
    STATEMENT = "statement"
    """The owner says something for the public; sealed until a handler releases it."""
    RELEASE_STATEMENT = "release-statement"
    """A handler read a statement and lets the public read it."""
    DISCLOSE = "disclose"
    """From here on the organisation is named."""
    HOLD = "hold"
    """A handler puts the naming off until a day."""
    NOTE = "note"
    """A handler wrote something down for whoever works on the case next; sealed, and never shown outside."""


class Actor(StrEnum):
    """Who caused an event, as a kind; names stand only in the sealed part."""

    MENDSKY = "mendsky"
    HANDLER = "handler"
    OWNER = "owner"
    AUTHORITY = "authority"
    FINDER = "finder"


class Stage(StrEnum):
    """How far an event may be seen."""

    SEALED = "sealed"
    """Only within the case."""
    COUNTED = "counted"
    """In published figures, without the organisation's name."""
    NAMED = "named"
    """With the organisation's name."""


class Level(StrEnum):
    """Levels at which somebody can be told, lowest first."""

    OWNER = "owner"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One thing that happened to a case; a case is the fold of its events."""

    id: str
    origin: str
    """Which Mendsky wrote it."""
    case: str
    """Public identifier, for example `MS-CN-2015-0003`."""
    number: int
    """Position in the case, from 1 without gaps."""
    kind: EventKind
    schema: int = 1
    at: datetime
    """When it was so, by the domain clock."""
    recorded_at: datetime
    """When we learnt it, by the domain clock."""
    actor: Actor
    rule: str
    """Name and version of the rule that asked for it, or empty."""
    pack: str
    """Nation pack and version."""
    cause: str
    """Identifier of what caused it (an observation, a letter, an event), or empty."""
    was: State | None
    state: State
    stage: Stage
    public: dict[str, Any] = field(default_factory=dict)
    """Facts without names or free text."""
