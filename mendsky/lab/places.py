# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Offices and systems named so that no real county or city is blamed for made-up conduct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mendsky.core.terms.nations import Nation
from mendsky.lab.people import Register
from mendsky.lab.story import DOMAIN, Organisation, System

MADE_UP = {"zh-Hans": " (合成演示)", "en": " (synthetic)"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What offices, systems and entries of one sector are called."""

    office: Mapping[str, str]
    system: Mapping[str, str]
    noun: str


FIELDS = {
    "social-security": Field(
        office={"zh-Hans": "社会保险事业管理局", "en": "Social insurance office"},
        system={"zh-Hans": "社会保险网上查询系统", "en": "Social insurance enquiries"},
        noun="参保记录",
    ),
    "household-registration": Field(
        office={"zh-Hans": "户政服务中心", "en": "Household registration office"},
        system={"zh-Hans": "户籍业务预约系统", "en": "Household registration appointments"},
        noun="户籍登记记录",
    ),
    "hospitals": Field(
        office={"zh-Hans": "人民医院", "en": "People's hospital"},
        system={"zh-Hans": "病案查询系统", "en": "Hospital case enquiries"},
        noun="病案记录",
    ),
}
LEVELS = {
    "city": {"zh-Hans": "某市网络与信息安全办公室", "en": "Network security office of a city"},
    "province": {"zh-Hans": "网络与信息安全办公室", "en": "Network security office"},
    "nation": {"zh-Hans": "国家网络与信息安全办公室", "en": "National network security office"},
}


def office_names(nation: Nation, division: str, sector: str, place: str) -> dict[str, str]:
    """Name an owner; `place` is `county` or `city`."""
    return _names(nation, division, FIELDS[sector].office, place)


def system_names(nation: Nation, division: str, sector: str, place: str) -> dict[str, str]:
    """Name a system; `place` is `county` or `city`."""
    return _names(nation, division, FIELDS[sector].system, place)


def province_name(nation: Nation, division: str, language: str) -> str:
    """Give a province's name, in the nation's first language where it has no other."""
    names = nation.divisions[division].names
    return names.get(language, names[nation.languages[0]])


def _names(nation: Nation, division: str, what: Mapping[str, str], place: str) -> dict[str, str]:
    chinese = province_name(nation, division, "zh-Hans") + ("某县" if place == "county" else "某市")
    english = f", a {place} of {province_name(nation, division, 'en')}"
    return {
        "zh-Hans": chinese + what["zh-Hans"] + MADE_UP["zh-Hans"],
        "en": what["en"] + english + MADE_UP["en"],
    }


def authorities(nation: Nation, systems: Sequence[System]) -> tuple[Organisation, ...]:
    """Make the offices above all owners: a city's and a province's in each province, and the nation's.

    A city's office carries its province's division code: the lab names no real city.
    """
    made = [_authority(nation, "CN", "nation")]
    for division in sorted({system.division for system in systems}):
        made += [_authority(nation, division, "province"), _authority(nation, division, "city")]
    return tuple(made)


def _authority(nation: Nation, division: str, level: str) -> Organisation:
    names = dict(LEVELS[level])
    if level != "nation":
        names["zh-Hans"] = province_name(nation, division, "zh-Hans") + names["zh-Hans"]
        names["en"] = f"{names['en']}{' of' if level == 'province' else ' in'} " + province_name(
            nation, division, "en"
        )
    return Organisation(
        key=f"authority-{level}-{division.lower()}",
        names={language: text + MADE_UP[language] for language, text in names.items()},
        division=division,
        email=f"security-{level}-{division.lower()}@{DOMAIN}",
        level=level,
    )


class Places:
    """Counties of a province as places of people, given out one after another."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._given: dict[str, int] = {}

    def next_first(self, division: str) -> int:
        """Give the first person number of the next county of a province."""
        counties = [code for code in self._register.counties if code[:2] == division[:2]]
        position = self._given.get(division, 0)
        self._given[division] = position + 1
        return self._register.first_of(counties[position % len(counties)])
