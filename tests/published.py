# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small made-up world for tests of what is published: offices, systems, cases, counts."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mendsky.core.terms.cases import Actor, EventKind
from mendsky.core.terms.counts import CountGrade, People, Records

PLACES = (
    ("220100", "长春市", "Changchun"),
    ("130900", "沧州市", "Cangzhou"),
    ("610200", "铜川市", "Tongchuan"),
)
"""Cities of three provinces."""
NAME = "{place}医疗保险管理局"
PATH = "/yb/query"


@dataclass
class World:
    """What was made, so that a test can name it."""

    now: datetime
    systems: list = field(default_factory=list)
    cases: list = field(default_factory=list)
    subjects: list = field(default_factory=list)


def document(offices=3):
    """Give a directory of offices, one in each place, with one system each and a grant over all."""
    chosen = PLACES[:offices]
    return {
        "organisations": [
            {
                "key": f"office-{code}",
                "name": {"zh-Hans": NAME.format(place=zh), "en": f"{en} Medical Insurance Office"},
                "kind": "owner",
                "division": code,
                "sector": "social-security",
            }
            for code, zh, en in chosen
        ],
        "systems": [
            {
                "key": f"system-{code}",
                "organisation": f"office-{code}",
                "origin": f"http://yb{code}.lab.test:8080",
                "name": "医保查询",
                "sector": "social-security",
                "division": code,
            }
            for code, _, _ in chosen
        ],
        "contacts": [],
        "grants": [
            {
                "id": "all-2015",
                "version": 1,
                "signed_by": "Office for Cyberspace Affairs",
                "legal_basis": "CSL 2016 article 39",
                "origins": [f"http://yb{code}.lab.test:8080" for code, _, _ in chosen],
                "networks": ["127.0.0.0/8"],
                "paths": ["/"],
                "excluded_paths": [],
                "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
                "classes": [0, 1, 2],
                "rate": 5,
                "daily_budget": 1000,
                "test_identities": [],
                "sample_records": 20,
                "birth_years": [1800, 1899],
                "valid_from": "2015-01-01T00:00:00+08:00",
                "expires": "2016-01-01T00:00:00+08:00",
                "revoked_at": None,
                "synthetic": True,
            },
        ],
    }


def build(nation, now, *, offices=3):
    """Make the directory, one swept system an office, and one verified and notified case each."""
    from mendsky.apps.directory import queries as directory
    from mendsky.apps.directory.services import import_document
    from mendsky.keys.vault import open_vault

    import_document(document(offices), now=now, synthetic=True, nation=nation, vault=open_vault())
    world = World(now=now)
    world.systems = sorted(directory.systems_in_scope(now), key=lambda system: system.division)
    for number, system in enumerate(world.systems, 1):
        swept(system.id, now)
        case, subject = loophole(system, now)
        count(subject, Records, 100_000 * number, CountGrade.G1, now)
        world.cases.append(case)
        world.subjects.append(subject)
    return world


def swept(system_id, at, cause=None):
    """Note a sweep of a system that could look at everything, or at nothing for a cause."""
    from mendsky.apps.watch import swept as kept
    from mendsky.apps.watch.models import SystemRun

    run = SystemRun.objects.create(
        system=system_id,
        purpose="sweep",
        at=at,
        grant="all-2015",
        grant_version=1,
        pack="cn/1",
        control={"front_status": 200, "random_status": 404, "catch_all": False, "cause": cause},
        answers={"sql-injection": [1, "n", None, 3]},
        requests=5,
        bytes=1000,
    )
    kept.note([run])


def noted(system_id, at, *notes):
    """Note what a sweep saw that exposes nobody yet."""
    from mendsky.apps.watch.information import merged
    from mendsky.apps.watch.tallies import SystemInformation

    SystemInformation.objects.create(system=system_id, notes=merged({}, notes, at))


def loophole(system, at, kind="sql-injection", level="high"):
    """Open, verify and notify a case at a system; give the case and its subject."""
    from mendsky.apps.cases.services.recording import begin
    from mendsky.apps.exposure.services import subject_for

    subject = subject_for(system.id, PATH)
    case = begin(
        at=at,
        subject=subject,
        system=system.id,
        organisation=system.organisation,
        observation=str(uuid.uuid4()),
        kind=kind,
        place_group=PATH,
        division=system.division,
        sector=system.sector,
    )
    happen(case, EventKind.RECEIVE, at, public={"source": "watch"})
    happen(
        case,
        EventKind.VERIFY,
        at + timedelta(minutes=10),
        public={
            "subject": str(subject),
            "kind": kind,
            "division": system.division,
            "sector": system.sector,
            "organisation": str(system.organisation),
            "severity": {"score": 80, "level": level, "rule": "severity/1"},
        },
        sealed={
            "origin": system.origin,
            "place": {"group": PATH, "parameters": ["id"]},
            "evidence": [{"target": f"{PATH}?id=…", "status": 200, "note": "20 resident identity numbers"}],
        },
    )
    happen(case, EventKind.NOTIFY, at + timedelta(minutes=11), public={"level": "owner"})
    return case, subject


def happen(case, kind, at, *, actor=Actor.MENDSKY, public=None, sealed=None):
    """Record one event of a case."""
    from mendsky.apps.cases.services.recording import record

    return record(case.id, kind, at=at, actor=actor, public=public or {}, sealed=sealed)


def count(subject, unit, number, grade, at):
    """Keep a count of a place as exposure does."""
    from django.conf import settings

    from mendsky.apps.exposure.facts import as_fact
    from mendsky.apps.exposure.models import CountRow
    from mendsky.runtime import facts

    assert unit in (Records, People)
    row = CountRow(
        id=uuid.uuid4(),
        serial=facts.next_serial(CountRow),
        origin=settings.ORIGIN,
        subject_id=subject,
        unit=unit.unit.value,
        low=number,
        point=number,
        high=number,
        grade=grade.value,
        method="stated" if grade is CountGrade.G1 else "census",
        source="server" if grade is CountGrade.G1 else "owner",
        at=at,
        recorded_at=at,
    )
    row.salt, row.commitment = facts.commit_fact(as_fact(row))
    row.save(force_insert=True)


def census(subject, people, now, nation, folder):
    """Run a real census over a made-up table of so many people and take its sketch in."""
    from mendsky.apps.exposure.services import accept_census, open_ticket
    from mendsky.keys import census_run
    from tests.people import table

    source = folder / f"{subject}.csv"
    source.write_text(table(people), encoding="utf-8")
    ticket = open_ticket(subject, now)
    accept_census(uuid.UUID(ticket["ticket"]), census_run.run(source, ticket, nation, now).sealed, now)


def name_owner(world, move_to):
    """Let every level be told of the first case and its owner be named; give the release that says so."""
    from mendsky.apps.publication import services

    case, at = world.cases[0], world.now + timedelta(days=60)
    move_to(at)
    for level in ("city", "province", "nation"):
        happen(case, EventKind.ESCALATE, at, public={"level": level, "reason": "silence"})
    happen(case, EventKind.DISCLOSE, at, public={"reason": "unrepaired"})
    return services.release(at)


def told(kind, *, exposed, clean, at, since=None):
    """Note what a probe last said of so many systems."""
    from mendsky.apps.watch.models import LastAnswer

    LastAnswer.objects.bulk_create(
        LastAnswer(system=uuid.uuid4(), probe=kind, answer=answer, since=since or at, last_at=at)
        for answer, number in (("exposed", exposed), ("not-exposed", clean))
        for _ in range(number)
    )
