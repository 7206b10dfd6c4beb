# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles of people who log in, and what a page may ask of them."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here, always within a subtree of divisions."""

    HANDLER = "handler"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    OWNER = "owner"
    FINDER = "finder"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What one page or call lets a person do."""

    SEE_CASES = "see-cases"
    WORK_CASES = "work-cases"
    DECIDE_DISPUTES = "decide-disputes"
    REVIEW_FLAGS = "review-flags"
    HOLD_DISCLOSURE = "hold-disclosure"
    RELEASE_STATEMENTS = "release-statements"
    SEE_WATCH = "see-watch"
    STOP_WATCH = "stop-watch"
    SEE_DIRECTORY = "see-directory"
    CHANGE_DIRECTORY = "change-directory"
    PUBLISH = "publish"
    AUDIT = "audit"
