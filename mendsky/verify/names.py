# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check that a release names nobody before the ledger says so."""

from collections.abc import Iterable, Mapping
from typing import Any

from mendsky.core.statistics.loopholes import by_case
from mendsky.core.terms.cases import Stage
from mendsky.core.terms.facts import Fact


def name_differences(named: Mapping[str, Any], facts: Iterable[Fact]) -> list[str]:
    """Give one line for each case that is named in the release and not by its last event."""
    stages = {case: events[-1]["stage"] for case, events in by_case(facts).items()}
    return [
        f"named: the organisation of {case!a} is named, but the case is {stages.get(case, 'withheld')}"
        for case in sorted(named)
        if stages.get(case) != Stage.NAMED
    ]
