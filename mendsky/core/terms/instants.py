# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Instants as they stand in facts: RFC 3339 text in UTC, ending in `Z`."""

from datetime import UTC, datetime


def instant_text(moment: datetime) -> str:
    """Write an aware instant in UTC, as `2015-04-24T10:00:00Z`; raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """Read an instant with its zone and give it in UTC; raises `ValueError` where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError as error:
        msg = f"an instant outside the calendar: {text!a}"
        raise ValueError(msg) from error
    msg = f"an instant needs a time zone: {text!a}"
    raise ValueError(msg)
