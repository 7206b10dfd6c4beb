# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why something could not be read: a closed list, because a parser's own words may quote what it read."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a place is undetermined; `MEANINGS` says it in words."""

    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    TOO_DEEP = "too-deep"
    TOO_BIG = "too-big"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    FAILED = "failed"


MEANINGS = {
    Cause.CORRUPT: "its bytes break the rules of its format",
    Cause.TRUNCATED: "it ends too early",
    Cause.ENCRYPTED: "a password is needed",
    Cause.BOMB: "it unpacks to far more than real content does; reading was stopped",
    Cause.TOO_DEEP: "it is nested deeper than the limit",
    Cause.TOO_BIG: "it must be held in memory and is larger than the limit",
    Cause.UNSUPPORTED: "no reader for its format or compression",
    Cause.UNREADABLE: "the system would not open or read it",
    Cause.FAILED: "our reader failed, on damaged bytes or by a fault of its own",
}


class UnreadError(Exception):
    """A place could not be read to its end; holds the cause and nothing of the content."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.value)
        self.cause = cause
