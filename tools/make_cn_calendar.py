# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write China's `calendar.toml` from the package `chinesecalendar`.

A weekday off and a weekend day worked are the two exceptions to the week; the State Council's notice
of each autumn fixes them for the year after.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

TARGET = Path(__file__).resolve().parent.parent / "mendsky" / "nations" / "cn" / "calendar.toml"
FIRST, LAST = date(2014, 1, 1), date(2026, 12, 31)
SATURDAY = 5
HEAD = """\
# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
# Written by tools/make_cn_calendar.py; SOURCES.md says from what.
"""


def listed(name: str, days: Iterable[date]) -> str:
    """Write days as a TOML array, one year a line."""
    by_year: dict[int, list[str]] = {}
    for day in days:
        by_year.setdefault(day.year, []).append(f'"{day.isoformat()}"')
    lines = "".join(f"  {', '.join(year)},\n" for year in by_year.values())
    return f"{name} = [\n{lines}]\n"


def main() -> None:
    """Write every exception to the week between the first and the last day."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    holidays = [day for day in days if day.weekday() < SATURDAY and not chinese_calendar.is_workday(day)]
    workdays = [day for day in days if day.weekday() >= SATURDAY and chinese_calendar.is_workday(day)]
    text = (
        f'{HEAD}\nzone = "Asia/Shanghai"\nknown_from = "{FIRST}"\nknown_to = "{LAST}"\n\n'
        f"# Weekdays off.\n{listed('holidays', holidays)}\n"
        f"# Weekend days that are worked instead.\n{listed('workdays', workdays)}"
    )
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(holidays)} weekdays off, {len(workdays)} weekend days worked, {FIRST} to {LAST}")


if __name__ == "__main__":
    main()
