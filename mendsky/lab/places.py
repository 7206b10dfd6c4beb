# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Offices and systems named so that no real county or city is blamed for made-up conduct.

A place keeps its name only where the published reports named it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from mendsky.core.terms.nations import DivisionLevel, Nation
from mendsky.lab.people import BLOCK, Register
from mendsky.lab.story import DOMAIN, Organisation, System

MADE_UP = {"zh-Hans": " (合成演示)", "en": " (synthetic)"}
UNNAMED = {
    "county": {"zh-Hans": "某县", "en": "a county of "},
    "city": {"zh-Hans": "某市", "en": "a city of "},
    "province": {"zh-Hans": "", "en": "the province of "},
}
"""What a place without a name is called, after its province in Chinese and before it in English."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What offices, systems and entries of one field of work are called, and its sector."""

    sector: str
    office: Mapping[str, str]
    system: Mapping[str, str]
    noun: str


def _field(sector: str, office: tuple[str, str], system: tuple[str, str], noun: str) -> Field:
    return Field(
        sector=sector,
        office={"zh-Hans": office[0], "en": office[1]},
        system={"zh-Hans": system[0], "en": system[1]},
        noun=noun,
    )


SOCIAL_SECURITY, REGISTRATION, DISEASE_CONTROL, HOSPITALS = (
    "social-security",
    "household-registration",
    "disease-control",
    "hospitals",
)
FIELDS = {
    "social security": _field(
        SOCIAL_SECURITY,
        ("社会保险事业管理局", "Social insurance office"),
        ("社会保险网上查询系统", "Social insurance enquiries"),
        "参保记录",
    ),
    "medical insurance": _field(
        SOCIAL_SECURITY,
        ("医疗保险管理中心", "Medical insurance office"),
        ("医疗保险查询系统", "Medical insurance enquiries"),
        "医保记录",
    ),
    "human resources and social security": _field(
        SOCIAL_SECURITY,
        ("人力资源和社会保障厅", "Department of human resources and social security"),
        ("社会保险待遇管理系统", "Social insurance benefits"),
        "参保记录",
    ),
    "employment training register": _field(
        SOCIAL_SECURITY,
        ("就业服务局", "Employment service office"),
        ("就业培训登记系统", "Employment training register"),
        "培训登记记录",
    ),
    "resident insurance": _field(
        SOCIAL_SECURITY,
        ("居民社会保险管理所", "Resident insurance office"),
        ("城乡居民社会保险查询系统", "Resident insurance enquiries"),
        "参保记录",
    ),
    "work injury insurance": _field(
        SOCIAL_SECURITY,
        ("工伤保险管理局", "Work injury insurance office"),
        ("工伤保险业务系统", "Work injury insurance services"),
        "参保记录",
    ),
    "new rural insurance": _field(
        SOCIAL_SECURITY,
        ("农村社会养老保险管理处", "Rural pension insurance office"),
        ("新型农村社会养老保险查询系统", "New rural pension insurance enquiries"),
        "参保记录",
    ),
    "employment service": _field(
        SOCIAL_SECURITY,
        ("公共就业服务中心", "Public employment service"),
        ("就业服务网", "Employment service online"),
        "求职登记记录",
    ),
    "social-security card": _field(
        SOCIAL_SECURITY,
        ("社会保障卡管理中心", "Social-security card office"),
        ("社会保障卡进度查询系统", "Social-security card enquiries"),
        "制卡记录",
    ),
    "household registration": _field(
        REGISTRATION,
        ("户政服务中心", "Household registration office"),
        ("户籍业务预约系统", "Household registration appointments"),
        "户籍登记记录",
    ),
    "disease control": _field(
        DISEASE_CONTROL,
        ("疾病预防控制中心", "Centre for disease control"),
        ("预防接种查询系统", "Vaccination enquiries"),
        "接种记录",
    ),
    "hospitals": _field(
        HOSPITALS,
        ("人民医院", "People's hospital"),
        ("病案查询系统", "Hospital case enquiries"),
        "病案记录",
    ),
}
ORDINARY = {
    SOCIAL_SECURITY: "social security",
    REGISTRATION: "household registration",
    DISEASE_CONTROL: "disease control",
    HOSPITALS: "hospitals",
}
"""The field of a sector whose story names none."""
LEVELS = {
    "city": {"zh-Hans": "某市网络与信息安全办公室", "en": "Network security office of a city"},
    "province": {"zh-Hans": "网络与信息安全办公室", "en": "Network security office"},
    "nation": {"zh-Hans": "国家网络与信息安全办公室", "en": "National network security office"},
}
OFFICER = {"zh-Hans": "网络安全负责人（岗位）", "en": "Head of network security (post)"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """Where an office sits: a division, and what its place is called."""

    division: str
    level: str
    """`county`, `city` or `province`."""
    named: bool = False
    """The division's own name is used."""
    number: int = 0
    """Tells places without a name apart that would be called the same; 0 for none."""

    def name(self, nation: Nation, language: str) -> str:
        """Name the place."""
        if self.named:
            return nation.full_name(self.division, language)
        province = province_name(nation, self.division, language)
        if language == "zh-Hans":
            number = f"（{self.number}）" if self.number else ""
            return f"{province}{UNNAMED[self.level][language]}{number}"
        number = f" ({self.number})" if self.number else ""
        return f"{UNNAMED[self.level]['en']}{province}{number}"


def names_at(nation: Nation, what: Mapping[str, str], seat: Seat) -> dict[str, str]:
    """Name an office or a system at a seat."""
    return {
        "zh-Hans": seat.name(nation, "zh-Hans") + what["zh-Hans"] + MADE_UP["zh-Hans"],
        "en": f"{what['en']}, {seat.name(nation, 'en')}{MADE_UP['en']}",
    }


def office_names(nation: Nation, division: str, sector: str, place: str) -> dict[str, str]:
    """Name an owner; `place` is `county` or `city`."""
    return names_at(nation, FIELDS[ORDINARY[sector]].office, Seat(division=division, level=place))


def system_names(nation: Nation, division: str, sector: str, place: str) -> dict[str, str]:
    """Name a system; `place` is `county` or `city`."""
    return names_at(nation, FIELDS[ORDINARY[sector]].system, Seat(division=division, level=place))


def province_name(nation: Nation, division: str, language: str) -> str:
    """Give the name of a division's province, in the nation's first language where it has no other."""
    return nation.division_name(nation.province_of(division) or division, language)


def authorities(nation: Nation, systems: Sequence[System]) -> tuple[Organisation, ...]:
    """Make the offices above all owners: a city's and a province's in each province, and the nation's.

    A city's office carries its province's division code, for the lab names no real city; where an owner
    is named with its city, so is the office above it.
    """
    divisions = {system.division for system in systems}
    provinces = {nation.province_of(division) or division for division in divisions}
    cities = {
        parent
        for division in divisions
        if (parent := nation.divisions[division].parent) is not None
        and nation.divisions[parent].level is DivisionLevel.CITY
    }
    made = [_authority(nation, nation.code, "nation")]
    for division in sorted(provinces):
        made += [_authority(nation, division, "province"), _authority(nation, division, "city")]
    return (*made, *(_authority(nation, division, "city") for division in sorted(cities)))


def _authority(nation: Nation, division: str, level: str) -> Organisation:
    names = dict(LEVELS[level])
    if nation.divisions[division].level is DivisionLevel.CITY:
        names["zh-Hans"] = nation.full_name(division, "zh-Hans") + LEVELS["province"]["zh-Hans"]
        names["en"] = f"Network security office of {nation.full_name(division, 'en')}"
    elif level != "nation":
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
    """Seats and person numbers, given out so that no two are taken for one another.

    Places without a name that would be called the same are numbered from the second on, and no two holdings
    that were reserved meet unless they are to.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._given: dict[str, int] = {}
        self._called: Counter[tuple[str, str, str]] = Counter()
        self._taken: dict[str, list[range]] = {}
        self._by_province: dict[str, list[str]] = {}
        for county in register.counties:
            self._by_province.setdefault(county[:2], []).append(county)

    def seat(self, division: str, level: str, field: str) -> Seat:
        """Give a seat without a name for an office of some field of work."""
        called = (division, level, field)
        self._called[called] += 1
        again = self._called[called]
        return Seat(division=division, level=level, number=again if again > 1 else 0)

    def next_first(self, division: str) -> int:
        """Give the first person number of the next county of a province; after the last comes the first."""
        counties = self._by_province[division[:2]]
        position = self._given.get(division, 0)
        self._given[division] = position + 1
        first: int = self._register.first_of(counties[position % len(counties)])
        return first

    def free(self, division: str, people: int) -> int:
        """Reserve so many people, from a division's own first county on, and give the first number.

        Raises `ValueError` where its province has no room left.
        """
        counties = self._by_province.get(division[:2])
        if not counties:
            msg = f"division {division} has no county that people could be of"
            raise ValueError(msg)
        own = [code for code in counties if code[:4] == division[:4]] or counties
        start = self._register.first_of(division if division in counties else own[0])
        first, last = self._register.first_of(counties[0]), self._register.first_of(counties[-1]) + BLOCK
        taken = self._taken.setdefault(division[:2], [])
        candidates: Iterator[int] = chain(range(start, last, BLOCK), range(first, start, BLOCK))
        for candidate in candidates:
            wanted = range(candidate, candidate + people)
            if wanted.stop <= last and not any(_meet(wanted, other) for other in taken):
                taken.append(wanted)
                return candidate
        msg = f"division {division} has no room for {people} people"
        raise ValueError(msg)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
