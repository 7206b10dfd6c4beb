# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each role may do: a table, and whatever it does not grant is denied.

Duties are kept apart: who works cases does not publish them, who administers accounts and the
directory sees no case, and who audits changes nothing (ISO/IEC 27002:2022, control 5.3).
"""

from types import MappingProxyType

from mendsky.core.terms.roles import Permission, Role

RIGHTS = MappingProxyType(
    {
        Role.HANDLER: frozenset(
            {
                Permission.SEE_CASES,
                Permission.WORK_CASES,
                Permission.DECIDE_DISPUTES,
                Permission.REVIEW_FLAGS,
                Permission.HOLD_DISCLOSURE,
                Permission.RELEASE_STATEMENTS,
                Permission.SEE_WATCH,
                Permission.STOP_WATCH,
                Permission.SEE_DIRECTORY,
            }
        ),
        Role.REVIEWER: frozenset(
            {
                Permission.SEE_CASES,
                Permission.REVIEW_FLAGS,
                Permission.SEE_WATCH,
                Permission.SEE_DIRECTORY,
            }
        ),
        Role.PUBLISHER: frozenset(
            {
                Permission.SEE_CASES,
                Permission.HOLD_DISCLOSURE,
                Permission.RELEASE_STATEMENTS,
                Permission.PUBLISH,
            }
        ),
        Role.AUDITOR: frozenset(
            {Permission.SEE_CASES, Permission.SEE_WATCH, Permission.SEE_DIRECTORY, Permission.AUDIT}
        ),
        Role.OWNER: frozenset[Permission](),
        Role.FINDER: frozenset[Permission](),
        Role.ADMINISTRATOR: frozenset(
            {
                Permission.SEE_WATCH,
                Permission.STOP_WATCH,
                Permission.SEE_DIRECTORY,
                Permission.CHANGE_DIRECTORY,
            }
        ),
    }
)
REASONS = MappingProxyType(
    {
        Role.HANDLER: "works cases, judges the owner's words, and must be able to halt probing at once",
        Role.REVIEWER: "a second pair of eyes: reads what a handler did, and judges what one flagged",
        Role.PUBLISHER: "reads the cases behind the figures, and answers for whatever the public reads",
        Role.AUDITOR: "reads everything, writes nothing",
        Role.OWNER: "comes by the link of a letter, which carries its own right",
        Role.FINDER: "comes by receipt code",
        Role.ADMINISTRATOR: "keeps grants, contacts and the machine right; no case is its business",
    }
)
"""Why each role holds what it holds."""


def may(role: Role, permission: Permission) -> bool:
    """Say whether a role holds a permission."""
    return permission in RIGHTS.get(role, frozenset())
