# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each figure means and out of what it is counted; the words stand in the nation's texts."""

from collections.abc import Mapping

DEFINITIONS: Mapping[str, str] = {
    "loopholes": "definition.loopholes",
    "high_risk": "definition.high-risk",
    "provinces": "definition.provinces",
    "records": "definition.records",
    "people": "definition.people",
    "at_risk": "definition.at-risk",
    "repaired.verified": "definition.repaired-verified",
    "repaired.claimed": "definition.repaired-claimed",
    "repaired.false_claims": "definition.false-claims",
    "open": "definition.open",
    "organisations": "definition.organisations",
    "silent": "definition.silent",
    "undeliverable": "definition.undeliverable",
    "days.to_answer": "definition.days-to-answer",
    "days.to_repair": "definition.days-to-repair",
    "systems.in_scope": "definition.systems-in-scope",
    "systems.covered": "definition.systems-covered",
    "systems.undetermined": "definition.systems-undetermined",
}
"""Figure to the key of the text that defines it."""

DENOMINATORS: Mapping[str, str] = {
    "loopholes": "systems.covered",
    "high_risk": "loopholes",
    "repaired.verified": "loopholes",
    "repaired.claimed": "loopholes",
    "repaired.false_claims": "loopholes",
    "open": "loopholes",
    "at_risk": "people",
    "silent": "organisations",
    "undeliverable": "loopholes",
    "days.to_answer": "loopholes",
    "days.to_repair": "loopholes",
    "systems.covered": "systems.in_scope",
    "systems.undetermined": "systems.in_scope",
}
"""Figure to the figure that it is counted out of, where there is one."""

SUPPRESSED_BELOW = 10
"""A published count of people below this is left out, since few people can be told apart."""
