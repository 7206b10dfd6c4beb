# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A county's office with a city, a province and the nation above it, and an exposure seen twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.core.terms import probing
from mendsky.core.terms.answers import Answer, Cause, Purpose

KIND = "directory-listing"
PLACE = probing.Place(group="/backup/", parameters=("file",))
ORIGIN = "http://yb.lab.test:8080"
SOUND = probing.Control(front_status=200, random_status=404, catch_all=False, stated_records=None, cause=None)
DIVISIONS = {"owner": "220122", "city": "220100", "province": "220000", "nation": "CN"}
NAMES = {"owner": "农安县社保局", "city": "长春市", "province": "吉林省", "nation": "国家"}

SEEN = {
    Answer.EXPOSED: probing.Observation(
        probe=KIND,
        version=1,
        answer=Answer.EXPOSED,
        place=PLACE,
        records=probing.Estimate(low=120, point=120, high=120, sampled=False),
        kinds=("cn-resident-id",),
        evidence=(probing.Evidence(target="/backup/", status=200, note="12 identifiers of one kind"),),
        requests=3,
    ),
    Answer.NOT_EXPOSED: probing.Observation(probe=KIND, version=1, answer=Answer.NOT_EXPOSED, requests=3),
    Answer.UNDETERMINED: probing.Observation(
        probe=KIND, version=1, answer=Answer.UNDETERMINED, cause=Cause.SERVER_ERROR, requests=1
    ),
}


def directory_document(levels=("owner", "city", "province", "nation"), mute=()):
    """Write a directory with these offices, each but the mute ones with a mailbox."""
    return {
        "organisations": [
            {
                "key": level,
                "name": {"zh-Hans": NAMES[level], "en": f"Office of the {level}"},
                "kind": "owner" if level == "owner" else "authority",
                "division": DIVISIONS[level],
                **({"sector": "social-security"} if level == "owner" else {"level": level}),
            }
            for level in levels
        ],
        "systems": [
            {
                "key": "yb",
                "organisation": "owner",
                "origin": ORIGIN,
                "name": {"zh-Hans": "医保查询", "en": "Insurance enquiry"},
                "sector": "social-security",
                "division": DIVISIONS["owner"],
            }
        ],
        "contacts": [
            {"organisation": level, "email": f"{level}@office.test", "language": "zh-Hans"}
            for level in levels
            if level not in mute
        ],
        "grants": [
            {
                "id": "grant-1",
                "version": 1,
                "signed_by": "Test office",
                "legal_basis": "Cybersecurity Law, article 25",
                "origins": [ORIGIN],
                "networks": ["127.0.0.0/8"],
                "paths": ["/"],
                "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
                "classes": [0, 1],
                "rate": 1000,
                "daily_budget": 100_000,
                "sample_records": 100,
                "birth_years": [1800, 1899],
                "valid_from": "2015-01-01T00:00:00+08:00",
                "expires": "2016-01-01T00:00:00+08:00",
                "synthetic": True,
            }
        ],
    }


class Story:
    """Moves the domain clock, writes what the door saw, and runs the jobs that follow."""

    def __init__(self, nation) -> None:
        self._nation = nation
        self._done = set()

    def enter(self, *levels, mute=()):
        """Enter the offices into the directory and give the system."""
        from mendsky.apps.directory import queries, services
        from mendsky.runtime import clocks

        document = directory_document(levels or tuple(DIVISIONS), mute)
        services.import_document(document, now=clocks.now(), synthetic=True)
        (system,) = queries.systems_in_scope(clocks.now())
        return system

    def another_owner(self):
        """Enter a second office of the county, with a mailbox, and give it."""
        from mendsky.apps.directory import queries, services
        from mendsky.runtime import clocks

        office = {
            "key": "other",
            "name": {"zh-Hans": "农安县医保局", "en": "Other office"},
            "kind": "owner",
            "division": "220122",
            "sector": "social-security",
        }
        contact = {"organisation": "other", "email": "other@office.test", "language": "zh-Hans"}
        document = {"organisations": [office], "contacts": [contact]}
        services.import_document(document, now=clocks.now(), synthetic=True)
        from mendsky.apps.directory.models import Organisation

        return queries.organisation(Organisation.objects.get(key="other").entry)

    def later(self, **term):
        """Move the domain clock on and give its instant."""
        from mendsky.runtime import clocks

        now = clocks.now() + timedelta(**term)
        clocks.move_to(now)
        return now

    def until(self, instant):
        """Move the domain clock to an instant, pick up what is due then, and run the jobs."""
        from mendsky.apps.cases import tasks
        from mendsky.runtime import clocks

        clocks.move_to(instant)
        tasks.due(instant)
        self.work()

    def see(self, answer, purpose=Purpose.SWEEP, cause=None):
        """Write what the door saw of the system, now by the domain clock, and why it saw nothing."""
        from mendsky.apps.directory import queries
        from mendsky.apps.watch.recording import Look, record
        from mendsky.net.probing.course import Outcome
        from mendsky.runtime import clocks

        now = clocks.now()
        (system,) = queries.systems_in_scope(now)
        seen = SEEN[answer] if cause is None else replace(SEEN[answer], cause=cause)
        outcome = Outcome(
            key=str(system.id),
            grant=queries.live_grants(now)[0],
            control=SOUND,
            observations=(seen,),
            transcript=(),
            requests=seen.requests + 2,
            bytes=1000,
        )
        look = Look(system_id=system.id, host="yb.lab.test", places={KIND: (PLACE,)}, outcome=outcome)
        record([look], purpose=purpose, at=now, nation=self._nation)

    def found(self):
        """See the exposure twice, ten minutes apart, and give the case that it opens."""
        from mendsky.apps.cases.models import Case

        self.see(Answer.EXPOSED)
        self.later(minutes=10)
        self.see(Answer.EXPOSED, Purpose.CONFIRM)
        self.work()
        return Case.objects.get()

    def retested(self, answer):
        """Answer the open retest: twice clean, once exposed, or undetermined."""
        self.see(answer, Purpose.RETEST)
        if answer is Answer.NOT_EXPOSED:
            self.later(minutes=3)
            self.see(answer, Purpose.RETEST)
        self.work()

    def repaired(self, case):
        """Claim the repair and have it verified."""
        from mendsky.apps.cases import services

        services.claim(case.id, at=self.later(hours=1))
        self.retested(Answer.NOT_EXPOSED)

    def returned(self):
        """See the exposure again in the sweep of the next day."""
        self.later(days=1)
        self.see(Answer.EXPOSED)
        self.work()

    def work(self):
        """Run the deferred jobs in this test's transaction, but for those that would probe."""
        from django.utils.module_loading import import_string
        from procrastinate.contrib.django.models import ProcrastinateJob

        while fresh := list(ProcrastinateJob.objects.exclude(pk__in=self._done).order_by("id")):
            for job in fresh:
                self._done.add(job.pk)
                if not job.task_name.startswith("mendsky.apps.watch."):
                    import_string(job.task_name).func(**job.args)

    @staticmethod
    def kinds(case):
        """Name a case's events in their order."""
        from mendsky.apps.cases.models import Event

        return list(Event.objects.filter(case=case).order_by("number").values_list("kind", flat=True))

    @staticmethod
    def state(case):
        """Give where a case stands now."""
        case.refresh_from_db()
        return case.state


@pytest.fixture
def story(synthetic, post_office, nation):
    return Story(nation)


@pytest.fixture
def case(story):
    """A case of a county's office whose letter has arrived."""
    story.enter()
    return story.found()


@pytest.fixture
def event(case):
    """Give the function that finds the case's last event of a kind."""
    from mendsky.apps.cases.models import Event

    return lambda kind: Event.objects.filter(case=case, kind=kind).latest("number")


@pytest.fixture
def count(case, tmp_path, nation):
    """Give the function that answers a ticket as an owner's machine does: with the sealed sketch."""
    from mendsky.keys import census_run
    from mendsky.runtime import clocks
    from tests.people import table

    def _count(ticket, people=50):
        source = tmp_path / "people.csv"
        source.write_text(table(people), encoding="utf-8")
        return census_run.run(source, ticket, nation, clocks.now()).sealed

    return _count


@pytest.fixture
def address(case, post_office):
    """Give the function that finds the address in the last letter to somebody."""
    from urllib.parse import urlsplit

    def _address(who="owner"):
        letter = [one for one in post_office.letters if one["To"] == f"{who}@office.test"][-1]
        words = letter.get_body(("plain",)).get_content().split()
        return urlsplit(next(word for word in words if "/o/" in word)).path

    return _address
