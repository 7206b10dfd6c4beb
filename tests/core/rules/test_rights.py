# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.rules.rights import REASONS, RIGHTS, may
from mendsky.core.terms.roles import Permission, Role

COLUMNS = (
    Permission.SEE_CASES,
    Permission.WORK_CASES,
    Permission.DECIDE_DISPUTES,
    Permission.REVIEW_FLAGS,
    Permission.HOLD_DISCLOSURE,
    Permission.RELEASE_STATEMENTS,
    Permission.SEE_WATCH,
    Permission.STOP_WATCH,
    Permission.SEE_DIRECTORY,
    Permission.CHANGE_DIRECTORY,
    Permission.PUBLISH,
    Permission.AUDIT,
)
TABLE = {
    #                   see    work   decide review hold   release see    stop   see    change pub-   audit
    #                   cases  cases  disput flags  disclo statem watch  watch  direct direct lish
    Role.HANDLER: (True, True, True, True, True, True, True, True, True, False, False, False),
    Role.REVIEWER: (True, False, False, True, False, False, True, False, True, False, False, False),
    Role.PUBLISHER: (True, False, False, False, True, True, False, False, False, False, True, False),
    Role.AUDITOR: (True, False, False, False, False, False, True, False, True, False, False, True),
    Role.OWNER: (False, False, False, False, False, False, False, False, False, False, False, False),
    Role.FINDER: (False, False, False, False, False, False, False, False, False, False, False, False),
    Role.ADMINISTRATOR: (False, False, False, False, False, False, True, True, True, True, False, False),
}


@pytest.mark.parametrize(
    ("role", "permission", "granted"),
    [
        (role, permission, cell)
        for role, row in TABLE.items()
        for permission, cell in zip(COLUMNS, row, strict=True)
    ],
)
def test_each_cell_of_the_table_is_meant(role, permission, granted):
    assert may(role, permission) is granted


def test_the_table_has_a_row_for_each_role_and_the_test_a_column_for_each_permission():
    assert set(RIGHTS) == set(REASONS) == set(TABLE) == set(Role)
    assert set(COLUMNS) == set(Permission)


def test_nobody_holds_every_permission():
    assert all(row < set(Permission) for row in RIGHTS.values())


def test_who_audits_changes_nothing_and_who_reviews_judges_flags_only():
    changing = {permission for permission in Permission if not permission.value.startswith(("see-", "audit"))}
    assert not RIGHTS[Role.AUDITOR] & changing
    assert RIGHTS[Role.REVIEWER] & changing == {Permission.REVIEW_FLAGS}


def test_nobody_both_works_cases_and_publishes_them():
    assert not any(may(role, Permission.WORK_CASES) and may(role, Permission.PUBLISH) for role in Role)


def test_what_is_no_role_is_denied():
    assert not may("root", Permission.SEE_CASES)
