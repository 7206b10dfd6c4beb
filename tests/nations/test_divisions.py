# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from mendsky.nations.divisions import PackError, read_divisions
from mendsky.nations.load import load

CN = load("cn")
PACK = Path(str(resources.files("mendsky.nations"))) / "cn"


def read(folder, month="2014-12"):
    return read_divisions(folder, nation="CN", names={"zh-Hans": "中国"}, month=month, language="zh-Hans")


@pytest.fixture
def pack(tmp_path):
    """A folder with China's two tables of divisions."""
    for name in ("divisions.csv", "successors.csv"):
        shutil.copy(PACK / name, tmp_path / name)
    return tmp_path


def test_former_codes_are_issued_but_are_no_places():
    assert "512301" in CN.issued_codes
    assert "512301" not in CN.divisions
    assert CN.divisions.keys() - {"CN"} <= CN.issued_codes


def test_a_code_stands_for_what_it_did_on_a_day():
    chaoyang = CN.division_at("110105", date(2015, 4, 24))
    assert chaoyang.names["zh-Hans"] == "朝阳区"
    assert CN.division_at("110103", date(2010, 1, 1)).names["zh-Hans"] == "崇文区"
    assert CN.division_at("110103", date(2015, 4, 24)) is None
    assert CN.division_at("110103", date(1970, 1, 1)) is None
    assert CN.division_at("999999", date(2015, 4, 24)) is None
    assert CN.division_at("CN", date(1970, 1, 1)).parent is None


def test_names_are_those_of_the_day():
    assert CN.full_name("110228", "zh-Hans") == "北京市密云县"
    assert CN.full_name("110228", "zh-Hans", date(2015, 4, 24)) == "北京市密云县"
    assert CN.full_name("522200", "zh-Hans", date(2005, 1, 1)) == "贵州省铜仁地区"
    # A day on which the code did not exist yet leaves the name that it has.
    assert CN.full_name("120116", "zh-Hans", date(1999, 1, 1)) == "天津市滨海新区"


@pytest.mark.parametrize(
    ("code", "in_use"),
    [
        ("130900", "130900"),
        ("CN", "CN"),
        ("110103", "110101"),
        ("120109", "120116"),
        ("542100", "540300"),
        ("210214", "210282"),
        ("512301", None),
        ("341400", None),
        ("999999", None),
    ],
    ids=[
        "in use",
        "the nation",
        "merged in 2010",
        "one of three merged",
        "renumbered in 2014",
        "only since 2016",
        "split up",
        "divided among three cities",
        "never issued",
    ],
)
def test_a_code_of_another_year_leads_to_the_one_in_use(code, in_use):
    assert CN.code_in_use(code) == in_use


def test_every_successor_is_a_division_and_follows_its_predecessor():
    for code, successor in CN.successors.items():
        former, follows = CN.division_history[code][-1], CN.division_history[successor][-1]
        assert former.valid_to is not None
        assert follows.valid_to is None or follows.valid_to > former.valid_from
        assert former.level == follows.level


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("divisions.csv", "110000,province", "110000,shire", r"csv, line 2: not of the form code,level"),
        ("divisions.csv", "code,level", "code,rank", "divisions.csv, line 1"),
        ("divisions.csv", "110101,county,110000", "110101,county,119999", "110101 lies in 119999, which was"),
        ("divisions.csv", "1980-12", "1980-13", "1980-13 is no month"),
        ("successors.csv", "code,successor", "code,heir", "successors.csv, line 1"),
        ("successors.csv", "110103,110101", "110103", "successors.csv, line 2: not of the form code,succ"),
        ("successors.csv", "110103,110101", "110103,999999", "110103 does not lead to a division"),
        ("successors.csv", "110103,110101", "110103,110103", "110103 does not lead to a division"),
    ],
)
def test_a_broken_table_says_where(pack, name, old, new, message):
    file = pack / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=message) as caught:
        read(pack)
    assert "\n" not in str(caught.value)


def test_an_empty_table_says_so(pack):
    (pack / "successors.csv").write_text("", encoding="utf-8")
    with pytest.raises(PackError, match=r"successors\.csv, line 1"):
        read(pack)


def test_another_month_has_its_own_divisions(pack):
    assert "110103" in read(pack, "2009-06").in_force
    assert "210214" in read(pack, "2019-04").in_force
