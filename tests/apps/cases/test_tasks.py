# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs hand identifiers to services; a worker of its own does the same."""

import uuid

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from mendsky.apps.cases import tasks
from mendsky.apps.cases.models import Letter
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.runtime import jobs


def test_a_busy_mail_server_is_asked_again():
    assert tasks.post_letter.retry_strategy is tasks.ANOTHER_TIME


def test_jobs_carry_identifiers_only(case):
    for job in ProcrastinateJob.objects.all():
        for value in job.args.values():
            assert "@" not in str(value)
            assert "lab.test" not in str(value)


def test_a_case_that_cannot_be_moved_holds_up_no_other(case, story, nation):
    from mendsky.apps.cases.models import Case, Deadline

    (due,) = Deadline.objects.filter(kind="escalate").values_list("due", flat=True)
    lost = Case.objects.get()
    lost.pk, lost.public_id, lost.division = uuid.uuid4(), "MS-CN-2015-0002", "999999"
    lost.subject = uuid.uuid4()
    lost.save(force_insert=True)
    Deadline.objects.create(case=lost, kind="escalate", due=case.opened_at, rule="escalation/1")
    with pytest.raises(ExceptionGroup, match="could not be moved") as failed:
        story.until(due)
    assert len(failed.value.exceptions) == 1
    assert story.kinds(case)[-1] == "escalate"


@pytest.mark.django_db(transaction=True)
def test_a_worker_opens_the_case_and_posts_the_letter(story, post_office):
    story.enter()
    story.see(Answer.EXPOSED)
    story.later(minutes=10)
    story.see(Answer.EXPOSED, Purpose.CONFIRM)
    while jobs.drain():
        pass
    assert Letter.objects.get().posted_at is not None
    assert len(post_office.letters) == 1
