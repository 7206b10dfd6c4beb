# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A system with an exposed place, as the watch saw it, and an owner who counts by census."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

PLACE = "/backup/"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(number: int) -> str:
    """Make up an identifier with a birth date that nobody living has."""
    body = f"1101011850{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


@pytest.fixture
def system_id(synthetic, monday) -> UUID:
    from mendsky.apps.directory import queries, services

    document = {
        "organisations": [
            {
                "key": "owner",
                "name": {"zh-Hans": "测试单位", "en": "Test owner"},
                "kind": "owner",
                "division": "110101",
                "sector": "social-security",
            },
        ],
        "systems": [
            {
                "key": "office",
                "organisation": "owner",
                "origin": "http://office.example:80",
                "name": {"zh-Hans": "测试系统", "en": "Test system"},
                "sector": "social-security",
                "division": "110101",
            },
        ],
        "grants": [
            {
                "id": "grant-1",
                "version": 1,
                "signed_by": "Test office",
                "legal_basis": "Cybersecurity Law, article 25",
                "origins": ["http://office.example:80"],
                "paths": ["/"],
                "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
                "classes": [0, 1],
                "rate": 10,
                "daily_budget": 1000,
                "birth_years": [1800, 1899],
                "valid_from": "2015-01-01T00:00:00+08:00",
                "expires": "2016-01-01T00:00:00+08:00",
                "synthetic": True,
            },
        ],
    }
    services.import_document(document, now=monday, synthetic=True)
    return queries.systems_in_scope(monday)[0].id


@pytest.fixture
def observed(system_id, monday):
    """Give the function that keeps an exposed observation of a place, with its estimate, and gives its id."""
    from mendsky.apps.watch.models import Observation, SystemRun

    def _observed(low, point, high, *, sampled=False, place=PLACE, minutes=0) -> UUID:
        at = monday + timedelta(minutes=minutes)
        run = SystemRun.objects.create(
            system=system_id,
            purpose="confirm",
            at=at,
            pack="CN/1",
            control={},
            answers={},
            requests=1,
            bytes=1,
        )
        row = Observation.objects.create(
            id=uuid4(),
            run=run,
            system=system_id,
            probe="directory-listing",
            version=1,
            answer="exposed",
            place_group=place,
            records={"low": low, "point": point, "high": high, "sampled": sampled},
            pack="CN/1",
            at=at,
        )
        return row.id

    return _observed


@pytest.fixture
def subject(system_id) -> UUID:
    from mendsky.apps.exposure import services

    return services.subject_for(system_id, PLACE)


@pytest.fixture
def counted(tmp_path, nation, monday):
    """Give the owner's census: a ticket goes in, the sealed sketch of a table of 40 rows comes out."""
    from mendsky.keys import census_run

    def _counted(ticket, rows=40, people=30) -> bytes:
        table = tmp_path / "table.csv"
        lines = [f"{resident_id(number % people)},{number}\n" for number in range(rows)]
        table.write_text("身份证号,序号\n" + "".join(lines), encoding="utf-8")
        return census_run.run(table, ticket, nation, monday).sealed

    return _counted
