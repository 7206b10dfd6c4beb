# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of a story: read whole, or refused in one line."""

import csv
from io import StringIO

import pytest

from mendsky.lab.story_april import BEYOND, TABLE, april, packaged
from mendsky.lab.story_rows import COLUMNS, StoryError, read


@pytest.fixture(scope="module")
def table():
    return packaged(TABLE)


def changed(table, place, /, **cells):
    """Change some cells of one row."""
    rows = list(csv.DictReader(StringIO(table)))
    next(row for row in rows if row["location"] == place).update(cells)
    return written(rows)


def written(rows):
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_both_tables_are_read_whole(nation, table):
    assert len(read(table, nation, TABLE)) == 46
    assert len(read(packaged(BEYOND), nation, BEYOND)) == 16


def test_a_row_is_told_as_the_table_has_it(nation, table):
    rows = {row.location: row for row in read(table, nation, TABLE)}
    tongchuan = rows["Tongchuan"]
    assert (tongchuan.province, tongchuan.level, tongchuan.named) == ("610000", "city", True)
    assert (tongchuan.people, tongchuan.records) == (816_000, 900_000)
    assert (tongchuan.shares, tongchuan.shares_with) == (182_000, "Shaanxi")
    assert tongchuan.appears.isoformat() == "2015-01-12T09:00:00+08:00"
    assert [step.act for step in tongchuan.steps] == ["acknowledge", "census"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"province": "Atlantis"}, "line 2: province 'Atlantis' is none of"),
        ({"kind": "magic"}, "line 2: kind 'magic' is none of"),
        ({"level": "village"}, "level 'village' is none of county, city, province"),
        ({"sector": "fishing"}, "sector 'fishing' is none of"),
        ({"named": "maybe"}, "named 'maybe' is none of yes, no"),
        ({"records": "8,220,000"}, "records '8,220,000' is no number"),
        ({"people": "0"}, "people '0' is no number"),
        ({"people": "8220001"}, "more people than records"),
        ({"appears": "in October"}, "appears 'in October'"),
        ({"owner_behaviour": "prays"}, "the lab knows no behaviour 'prays'"),
        ({"owner_behaviour": "silent"}, "its behaviour ends silent, not repaired"),
        ({"owner_behaviour": "silent", "state_2015_04_24": "silent"}, "does nothing runs no census"),
        ({"date_status": "guessed"}, "date_status 'guessed' is none of published, assumed"),
        ({"shares": "12"}, "shares and shares_with go together"),
        ({"shares": "12", "shares_with": "Yantai"}, "no other row of its province"),
        ({"location": ""}, "location is empty"),
        ({"location": "Yantai"}, "'Yantai' stands there twice"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(nation, table, cells, says):
    with pytest.raises(StoryError) as refused:
        read(changed(table, "Shenyang", **cells), nation, "my.csv")
    assert says in str(refused.value)
    assert str(refused.value).startswith("my.csv")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "location\n"])
def test_other_columns_are_refused(nation, text):
    with pytest.raises(StoryError, match="line 1: the columns must be location,named"):
        read(text, nation, "my.csv")


def test_a_row_with_too_few_cells_is_refused(nation, table):
    with pytest.raises(StoryError, match="a row has 17 cells"):
        read(f"{table}Somewhere,no\n", nation, "my.csv")


def test_more_shared_people_than_there_are_is_refused(nation, table):
    with pytest.raises(StoryError, match="shares more people than there are"):
        read(changed(table, "Yongkang", shares="236001"), nation, "my.csv")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"location": "Gotham"}, "'Gotham' is no city that the nation knows"),
        ({"appears": "2013-01-01"}, "outside the story's year"),
        ({"province": "Macao", "named": "no"}, "has no county"),
    ],
)
def test_a_story_that_cannot_be_made_is_refused(nation, table, cells, says):
    with pytest.raises(StoryError, match=says):
        april(nation, 0, changed(table, "Shenyang", **cells))
