# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re
import shutil
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from mendsky.core.terms.nations import DivisionLevel
from mendsky.nations.divisions import PackError
from mendsky.nations.load import available, check_texts, fields_of, load, read_pack

CN = load("cn")
PACK = Path(str(resources.files("mendsky.nations"))) / "cn"


@pytest.fixture
def pack(tmp_path):
    """A copy of China's pack, and a way to change one of its files."""
    folder = tmp_path / "cn"
    shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns("fonts", "__pycache__"))
    return folder


def change(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_packs_are_named_and_read_once():
    assert available() == ("cn",)
    assert load("cn") is CN


def test_an_unknown_pack_is_refused_in_one_line():
    with pytest.raises(PackError, match=r"^no nation pack 'xx': there are cn$"):
        load("xx")
    with pytest.raises(PackError, match="no nation pack"):
        load("../cn")


def test_divisions_have_three_levels_below_the_nation():
    levels = [division.level for division in CN.divisions.values()]
    assert {level: levels.count(level) for level in DivisionLevel} == {
        DivisionLevel.NATION: 1,
        DivisionLevel.PROVINCE: 34,
        DivisionLevel.CITY: 333,
        DivisionLevel.COUNTY: 2863,
    }
    assert all(CN.lies_in(code, "CN") for code in CN.divisions)


def test_the_places_of_april_2015_are_known():
    assert CN.full_name("130900", "en") == "Cangzhou, Hebei"
    assert CN.full_name("330784", "zh-Hans") == "浙江省金华市永康市"
    assert CN.full_name("500000", "en") == "Chongqing"
    assert CN.full_name("CN", "zh-Hans") == "中国"
    assert CN.province_of("330784") == "330000"
    assert CN.province_of("CN") is None


def test_a_division_without_an_english_name_keeps_its_own():
    assert CN.division_name("110101", "en") == "东城区"
    assert CN.full_name("110101", "en") == "东城区, Beijing"


def test_all_of_the_first_and_second_level_have_both_names():
    upper = [division for division in CN.divisions.values() if division.level <= DivisionLevel.CITY]
    assert [division.code for division in upper if division.names.keys() != {"zh-Hans", "en"}] == []


def test_each_province_has_a_tile_of_its_own():
    provinces = {code for code, row in CN.divisions.items() if row.level is DivisionLevel.PROVINCE}
    assert {tile.division for tile in CN.tiles} == provinces
    assert len({(tile.row, tile.column) for tile in CN.tiles}) == len(provinces)


def span(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


# As announced by the General Office of the State Council on 11 December 2013, 16 December 2014 and, for
# the anniversary of 3 September 2015, on 13 May 2015: each holiday, and the weekend days worked for it.
ANNOUNCED = {
    2014: [
        ("New Year", span("2014-01-01", "2014-01-01"), ()),
        ("Spring Festival", span("2014-01-31", "2014-02-06"), ("2014-01-26", "2014-02-08")),
        ("Tomb-sweeping Day", span("2014-04-05", "2014-04-07"), ()),
        ("Labour Day", span("2014-05-01", "2014-05-03"), ("2014-05-04",)),
        ("Dragon Boat Festival", span("2014-05-31", "2014-06-02"), ()),
        ("Mid-Autumn Festival", span("2014-09-06", "2014-09-08"), ()),
        ("National Day", span("2014-10-01", "2014-10-07"), ("2014-09-28", "2014-10-11")),
    ],
    2015: [
        ("New Year", span("2015-01-01", "2015-01-03"), ("2015-01-04",)),
        ("Spring Festival", span("2015-02-18", "2015-02-24"), ("2015-02-15", "2015-02-28")),
        ("Tomb-sweeping Day", span("2015-04-04", "2015-04-06"), ()),
        ("Labour Day", span("2015-05-01", "2015-05-03"), ()),
        ("Dragon Boat Festival", span("2015-06-20", "2015-06-22"), ()),
        ("Anniversary of 1945", span("2015-09-03", "2015-09-05"), ("2015-09-06",)),
        ("Mid-Autumn Festival", span("2015-09-26", "2015-09-27"), ()),
        ("National Day", span("2015-10-01", "2015-10-07"), ("2015-10-10",)),
    ],
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_calendar_is_what_the_state_council_announced(year):
    off = {day for _, days, _ in ANNOUNCED[year] for day in days if day.weekday() < 5}
    worked = {date.fromisoformat(day) for _, _, days in ANNOUNCED[year] for day in days}
    assert {day for day in CN.calendar.holidays if day.year == year} == off
    assert {day for day in CN.calendar.workdays if day.year == year} == worked


def test_the_calendar_says_from_when_to_when_it_knows():
    known = span(CN.calendar.known_from.isoformat(), CN.calendar.known_to.isoformat())
    assert (CN.calendar.known_from, CN.calendar.known_to) == (date(2014, 1, 1), date(2026, 12, 31))
    assert CN.calendar.holidays | CN.calendar.workdays <= known


def test_terms_are_those_of_the_rules():
    assert CN.clocks.confirm_after == timedelta(minutes=10)
    assert CN.clocks.retest_spacing == timedelta(minutes=3)
    assert (CN.clocks.answer_working_days, CN.clocks.repair_working_days) == (3, 15)


def test_a_sector_may_be_swept_more_often_than_the_nation(pack):
    change(pack, "pack.toml", 'key = "hospitals"\n', 'key = "hospitals"\nsweep_every_hours = 6\n')
    nation = read_pack(pack)
    assert nation.sweep_every("hospitals") == timedelta(hours=6)
    assert nation.sweep_every("other") == nation.sweep_every("no sector") == nation.clocks.sweep_every


def test_duties_are_those_of_the_day():
    on_the_day = [duty.key for duty in CN.duties_at(date(2015, 4, 24))]
    assert on_the_day == [
        "network-information-2012-holder",
        "network-information-2012-state-body",
        "social-insurance-confidentiality",
        "criminal-law-2009",
    ]
    assert [duty.key for duty in CN.duties_at(date(2015, 4, 24), "hospitals")] == [
        key for key in on_the_day if key != "social-insurance-confidentiality"
    ]


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("criminal-law-2009", date(2009, 2, 28)),
        ("social-insurance-confidentiality", date(2011, 7, 1)),
        ("network-information-2012-holder", date(2012, 12, 28)),
        ("criminal-law-2015", date(2015, 11, 1)),
        ("cybersecurity-2017", date(2017, 6, 1)),
        ("data-security-2021", date(2021, 9, 1)),
        ("personal-information-2021", date(2021, 11, 1)),
        ("cybersecurity-2026", date(2026, 1, 1)),
    ],
)
def test_a_duty_begins_on_its_day(key, first):
    assert key in {duty.key for duty in CN.duties_at(first)}
    assert key not in {duty.key for duty in CN.duties_at(first - timedelta(days=1))}


def test_an_amended_article_takes_the_place_of_the_old_one():
    for day, key in [
        (date(2015, 10, 31), "criminal-law-2009"),
        (date(2015, 11, 1), "criminal-law-2015"),
        (date(2025, 12, 31), "cybersecurity-2017"),
        (date(2026, 1, 1), "cybersecurity-2026"),
    ]:
        law = key.partition("-2")[0]
        assert [duty.key for duty in CN.duties_at(day) if duty.key.startswith(law)] == [key]


def test_what_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        CN.text("en", "no.such.key")
    with pytest.raises(KeyError):
        CN.identifier("xx-number")


def test_fields_are_found_in_texts():
    assert fields_of("{one} and {two}, {{not}} this") == {"one", "two"}
    with pytest.raises(ValueError, match="'}'"):
        fields_of("{one}}")


BROKEN = [
    (
        "pack.toml",
        "answer_working_days = 3",
        "answer_working_days = 0",
        r"pack.toml\['clocks'\]\['answer_work",
    ),
    ("pack.toml", 'version = "cn/1"', 'version = "one"', r"\['version'\]"),
    ("pack.toml", 'code = "CN"', 'code = "CN', "pack.toml: "),
    ("pack.toml", 'identifier = "cn-mobile"', 'identifier = "cn-pager"', "phone names an unknown identifier"),
    (
        "pack.toml",
        'division = "110000"',
        'division = "110101"',
        "tile 110101 is no division of the first level",
    ),
    ("pack.toml", "modulus = 11", "modulus = 10", "one check character a remainder"),
    ("pack.toml", "([0-9][0-9,]*)", "[0-9]+", "needs exactly one group"),
    ("pack.toml", 'divisions_as_of = "2014-12"', 'divisions_as_of = "1970-01"', "tile 110000"),
    (
        "calendar.toml",
        '"2014-01-01", "2014-01-31"',
        '"2014-01-32", "2014-01-31"',
        "calendar.toml: day is out of range",
    ),
    ("calendar.toml", "Asia/Shanghai", "Asia/Nowhere", "calendar.toml: "),
    (
        "calendar.toml",
        '"2014-01-01", "2014-01-31"',
        '"2014-01-04", "2014-01-31"',
        "2014-01-04 is no weekday off",
    ),
    ("calendar.toml", '"2014-01-26"', '"2014-01-27"', "2014-01-27 is no weekend day"),
    ("calendar.toml", 'known_to = "2026-12-31"', 'known_to = "2025-12-31"', "2026-01-01 lies outside"),
    (
        "duties.toml",
        'in_force_from = "2012-12-28"',
        'in_force_from = "2012-12-32"',
        "duties.toml: day is out of",
    ),
    ("duties.toml", 'in_force_to = "2015-11-01"', 'in_force_to = "2009-02-28"', "2009 ends before it begins"),
    ("duties.toml", 'sectors = ["social', 'sectors = ["anti', "confidentiality names an unknown sector"),
    ("duties.toml", ', en = "article 81" }', " }", "confidentiality must be written in zh-Hans, en"),
    ("duties.toml", "criminal-law-2015", "criminal-law-2009", "criminal-law-2009 is there twice"),
    ("duties.toml", 'key = "cybersecurity-2017"', "", r"\['duties'\]\[5\]: 'key' is a required"),
    ("texts.en.toml", "{large}", "{large}}", "language.place: "),
    ("texts.en.toml", '[language]\nname = "English"', "[language]\nname = 7", "texts.en.toml"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_pack_says_where(pack, name, old, new, message):
    change(pack, name, old, new)
    with pytest.raises(PackError, match=message) as caught:
        read_pack(pack)
    assert "\n" not in re.sub(r"\(at line.*", "", str(caught.value))


@pytest.mark.parametrize(
    "name", ["pack.toml", "calendar.toml", "duties.toml", "divisions.csv", "successors.csv", "texts.en.toml"]
)
def test_a_missing_file_is_named(pack, name):
    (pack / name).unlink()
    with pytest.raises(PackError, match=name.replace(".", r"\.")):
        read_pack(pack)


def test_languages_that_differ_are_told_apart(pack):
    change(pack, "texts.en.toml", 'tagline = "', 'motto = "')
    with pytest.raises(PackError, match=r"texts\.\S+\.toml lacks page\.common\.(tagline|motto)"):
        check_texts(read_pack(pack))
    change(pack, "texts.en.toml", 'motto = "', 'tagline = "{who} ')
    with pytest.raises(PackError, match=r"page\.common\.tagline has other fields"):
        check_texts(read_pack(pack))


def test_an_installations_own_pack_replaces_ours(tmp_path, monkeypatch):
    import shutil
    from datetime import timedelta
    from pathlib import Path

    import mendsky.nations

    shutil.copytree(Path(mendsky.nations.__file__).parent / "cn", tmp_path / "cn")
    pack = tmp_path / "cn" / "pack.toml"
    pack.write_text(pack.read_text().replace("confirm_after_minutes = 10", "confirm_after_minutes = 0.5"))
    monkeypatch.setenv("MENDSKY_PACKS", str(tmp_path))
    assert load.__wrapped__("cn").clocks.confirm_after == timedelta(seconds=30)
