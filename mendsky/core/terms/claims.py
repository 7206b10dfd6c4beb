# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an outside scanner says of a place, before we have looked at it ourselves."""

from dataclasses import dataclass
from datetime import datetime

from mendsky.core.terms.probing import Place

OTHER = "other"
"""The kind of what none of our probes looks for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One thing that a scanner says is wrong at one place; holds no request, answer or evidence."""

    tool: str
    """Name of the scanner in lower case."""
    tool_version: str
    """As the scanner writes it; empty where it does not say."""
    rule: str
    """The scanner's own identifier of what it looked for."""
    title: str
    """The scanner's own name for its rule; never what it wrote on this one hit."""
    kind: str
    """Kind of loophole as our probe is named, or `other`."""
    severity: str
    """The scanner's own word for how bad it is; empty where it does not say."""
    origins: tuple[str, ...]
    """Origins `scheme://host:port` that may be meant, likeliest first: not every scanner says the scheme."""
    place: Place | None
    """Where, without values of parameters; None where only the system is named, or it may hold a value."""
    seen_at: datetime | None
    """When the scanner saw it, as it says; None where it does not say, or not in which zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScannerResults:
    """What one file of a scanner claims."""

    format: str
    """Name of the file's format."""
    claims: tuple[Claim, ...]
    """Each once, in the file's order."""
    passed_over: int
    """Entries that claim nothing, such as a passed test, or name no place on the web."""
