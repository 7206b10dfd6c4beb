# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a visit wants done next; whoever runs it does so and sends back what came of it."""

from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.terms.grants import Address
from mendsky.net.probing.curl import Answered, Asking
from mendsky.net.probing.documents import Document, Wanted
from mendsky.net.probing.streams import Telling
from mendsky.net.probing.visits import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolve:
    """Step: look a name up; send back its addresses, none where it is unknown."""

    host: str


Step = Resolve | Asking | Telling | Wanted
"""A request is sent, and a service spoken to, when the host's pace allows; a wanted document is read."""
Came = tuple[Address, ...] | Answered | Document
"""What comes of a step."""
Steps = Generator[Step, Came, Outcome]
