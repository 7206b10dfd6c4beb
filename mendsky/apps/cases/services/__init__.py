# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write cases: one transaction a function, the core decides, `recording.record` alone moves a case."""

from mendsky.apps.cases.services.answers import (
    DisputeRefusedError,
    PlanRefusedError,
    acknowledge,
    claim,
    dispute,
    overrule,
    plan,
)
from mendsky.apps.cases.services.census import CensusRefusedError, give_ticket, take_census
from mendsky.apps.cases.services.letters import link, post
from mendsky.apps.cases.services.opening import open_from_observation
from mendsky.apps.cases.services.recording import erase, record
from mendsky.apps.cases.services.retests import order_retest, take_answer, take_count
from mendsky.apps.cases.services.telling import bounce, escalate, notify

__all__ = [
    "CensusRefusedError",
    "DisputeRefusedError",
    "PlanRefusedError",
    "acknowledge",
    "bounce",
    "claim",
    "dispute",
    "erase",
    "escalate",
    "give_ticket",
    "link",
    "notify",
    "open_from_observation",
    "order_retest",
    "overrule",
    "plan",
    "post",
    "record",
    "take_answer",
    "take_census",
    "take_count",
]
