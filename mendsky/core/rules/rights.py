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
        # Works cases and must be able to halt probing at once.
        Role.HANDLER: frozenset(
            {
                Permission.SEE_CASES,
                Permission.WORK_CASES,
                Permission.SEE_WATCH,
                Permission.STOP_WATCH,
                Permission.SEE_DIRECTORY,
            }
        ),
        # Reads what a handler did; a second pair of eyes changes nothing itself.
        Role.REVIEWER: frozenset({Permission.SEE_CASES, Permission.SEE_WATCH, Permission.SEE_DIRECTORY}),
        # Reads the cases behind the figures that it publishes.
        Role.PUBLISHER: frozenset({Permission.SEE_CASES, Permission.PUBLISH}),
        # Reads everything, writes nothing.
        Role.AUDITOR: frozenset(
            {Permission.SEE_CASES, Permission.SEE_WATCH, Permission.SEE_DIRECTORY, Permission.AUDIT}
        ),
        # Comes by the link of a letter, which carries its own right.
        Role.OWNER: frozenset[Permission](),
        # Comes by receipt code.
        Role.FINDER: frozenset[Permission](),
        # Keeps grants and contacts right and the machine running; no case is its business.
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


def may(role: Role, permission: Permission) -> bool:
    """Say whether a role holds a permission."""
    return permission in RIGHTS.get(role, frozenset())
