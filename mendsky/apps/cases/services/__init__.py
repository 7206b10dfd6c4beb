# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write cases: one transaction a function, the core decides, `recording.record` alone moves a case."""

from mendsky.apps.cases.services.answers import (
    DisputeRefusedError,
    PlanRefusedError,
    acknowledge,
    claim,
    dispute,
    plan,
    return_plan,
)
from mendsky.apps.cases.services.census import CensusRefusedError, give_ticket, take_census
from mendsky.apps.cases.services.closing import close
from mendsky.apps.cases.services.contacts import ContactRefusedError, add_contact, mark_wrong
from mendsky.apps.cases.services.disputes import TransferRefusedError, overrule, transfer, uphold
from mendsky.apps.cases.services.false_positives import FlagRefusedError, confirm_flag, flag, refuse_flag
from mendsky.apps.cases.services.letters import link, post
from mendsky.apps.cases.services.naming import HoldRefusedError, disclose, hold
from mendsky.apps.cases.services.notes import NoteRefusedError, note, refuse_statement
from mendsky.apps.cases.services.opening import open_after_term, open_from_observation
from mendsky.apps.cases.services.recording import erase, record
from mendsky.apps.cases.services.retests import order_retest, take_answer, take_count
from mendsky.apps.cases.services.statements import StatementRefusedError, release_statement, state
from mendsky.apps.cases.services.telling import bounce, escalate, notify

__all__ = [
    "CensusRefusedError",
    "ContactRefusedError",
    "DisputeRefusedError",
    "FlagRefusedError",
    "HoldRefusedError",
    "NoteRefusedError",
    "PlanRefusedError",
    "StatementRefusedError",
    "TransferRefusedError",
    "acknowledge",
    "add_contact",
    "bounce",
    "claim",
    "close",
    "confirm_flag",
    "disclose",
    "dispute",
    "erase",
    "escalate",
    "flag",
    "give_ticket",
    "hold",
    "link",
    "mark_wrong",
    "note",
    "notify",
    "open_after_term",
    "open_from_observation",
    "order_retest",
    "overrule",
    "plan",
    "post",
    "record",
    "refuse_flag",
    "refuse_statement",
    "release_statement",
    "return_plan",
    "state",
    "take_answer",
    "take_census",
    "take_count",
    "transfer",
    "uphold",
]
