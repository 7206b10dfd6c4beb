# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write instants in the nation's zone and in a language's own form."""

from datetime import datetime

from mendsky.core.terms.nations import Nation


def day(nation: Nation, language: str, instant: datetime, *, weekday: bool = False) -> str:
    """Write the local day, as `Friday 15 May 2015`; raises `ValueError` for a naive instant."""
    return _written(nation, language, instant, "date.day-of-week" if weekday else "date.day")


def moment(nation: Nation, language: str, instant: datetime, *, weekday: bool = False) -> str:
    """Write local day and time, as `15 May 2015, 18:00`; raises `ValueError` for a naive instant."""
    return _written(nation, language, instant, "date.moment-of-week" if weekday else "date.moment")


def _written(nation: Nation, language: str, instant: datetime, key: str) -> str:
    if instant.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    local = instant.astimezone(nation.calendar.zone)
    return nation.text(
        language,
        key,
        year=local.year,
        month=nation.text(language, f"date.month-{local.month}"),
        day=local.day,
        weekday=nation.text(language, f"date.weekday-{local.isoweekday()}"),
        time=f"{local:%H:%M}",
    )
