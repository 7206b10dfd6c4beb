# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Only our own retest repairs; what could not be looked at changes nothing; what returns reopens."""

from datetime import timedelta

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.models import Case
from mendsky.apps.watch import queries as watch
from mendsky.core.terms.answers import Answer, Cause, Purpose


def test_two_clean_passes_apart_repair_a_claimed_case(case, story, event):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.NOT_EXPOSED)
    assert story.state(case) == "repaired"
    assert event("retest-clean").public == {"purpose": "retest", "cause": ""}


def test_one_clean_pass_repairs_nothing(case, story):
    services.claim(case.id, at=story.later(hours=1))
    story.see(Answer.NOT_EXPOSED, Purpose.RETEST)
    story.work()
    assert story.state(case) == "claimed"
    assert case.testing_since is not None


def test_an_exposed_pass_refutes_a_claim(case, story):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.EXPOSED)
    assert story.state(case) == "refuted"


def test_the_owner_is_told_that_its_claim_did_not_hold(case, story, post_office):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.EXPOSED)
    assert story.kinds(case)[-2:] == ["retest-exposed", "notify"]
    letter = post_office.letters[-1]
    assert letter["To"] == "owner@office.test"
    assert "复测没有通过" in letter["Subject"]
    assert "2015年3月2日 10:10" in letter.get_body(("plain",)).get_content()


def test_a_retest_that_could_not_look_changes_nothing_and_says_why(case, story, event):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.UNDETERMINED)
    assert story.state(case) == "claimed"
    assert event("retest-undetermined").public == {"purpose": "retest", "cause": "server-error"}


def test_an_owner_who_repairs_in_silence_is_repaired_all_the_same(case, story):
    story.later(days=1)
    story.see(Answer.NOT_EXPOSED, Purpose.SWEEP)
    story.work()
    assert story.state(case) == "notified"
    story.later(minutes=3)
    story.see(Answer.NOT_EXPOSED, Purpose.RETEST)
    story.work()
    assert story.state(case) == "repaired"


def test_a_repeated_hit_of_the_sweep_is_no_event(case, story):
    before = story.kinds(case)
    story.later(days=1)
    story.see(Answer.EXPOSED, Purpose.SWEEP)
    story.work()
    assert story.kinds(case) == before


def test_a_repaired_place_is_looked_at_days_later_and_confirmed(case, story):
    story.repaired(case)
    (recheck,) = queries.deadlines(case.id)
    story.until(recheck.due)
    attempt = watch.attempts(case.system, case.kind, case.place_group)[0]
    assert (attempt.purpose, attempt.asked_by) == (Purpose.RECHECK, "schedule")
    story.see(Answer.NOT_EXPOSED, Purpose.RECHECK)
    story.work()
    assert story.state(case) == "confirmed"
    assert [deadline.kind for deadline in queries.deadlines(case.id)] == ["disclose", "close"]


def test_a_recheck_that_could_not_look_is_made_again(case, story):
    story.repaired(case)
    (recheck,) = queries.deadlines(case.id)
    story.until(recheck.due)
    story.see(Answer.UNDETERMINED, Purpose.RECHECK)
    story.work()
    (again,) = queries.deadlines(case.id)
    assert story.state(case) == "repaired"
    assert again.due == recheck.due + timedelta(days=3)


def rechecked(case, story, cause=Cause.SERVER_ERROR):
    """Fail to look at a repaired place when its recheck is due, and give the days until the next one."""
    (recheck,) = queries.deadlines(case.id)
    story.until(recheck.due)
    story.see(Answer.UNDETERMINED, Purpose.RECHECK, cause=cause)
    story.work()
    (again,) = queries.deadlines(case.id)
    return (again.due - recheck.due) / timedelta(days=1)


def test_a_repair_that_stays_unseen_is_looked_at_more_and_more_seldom_and_told_twice(case, story):
    story.repaired(case)
    before = story.kinds(case)
    assert [rechecked(case, story) for _ in range(7)] == [3, 3, 6, 12, 24, 30, 30]
    assert story.kinds(case) == [*before, "retest-undetermined", "retest-undetermined"]
    rechecked(case, story, Cause.NO_ANSWER)
    assert story.kinds(case)[len(before) + 2 :] == ["retest-undetermined"]


def test_who_asks_for_a_look_at_an_unseen_repair_is_told_that_it_stays_unseen(case, story):
    story.repaired(case)
    for _ in range(3):
        rechecked(case, story)
    before = story.kinds(case)
    services.order_retest(case.id, asked_by="owner", at=story.later(hours=1))
    story.retested(Answer.UNDETERMINED)
    assert story.kinds(case) == [*before, "retest-undetermined"]
    assert Case.objects.get(id=case.id).testing_since is None


def test_a_recheck_that_finds_it_again_reopens_the_case(case, story, post_office):
    story.repaired(case)
    (recheck,) = queries.deadlines(case.id)
    story.until(recheck.due)
    story.see(Answer.EXPOSED, Purpose.RECHECK)
    story.work()
    assert story.state(case) == "notified"
    assert len(post_office.letters) == 2


def test_a_sweep_that_finds_it_again_reopens_the_same_case(case, story, post_office):
    story.repaired(case)
    story.returned()
    assert (story.state(case), Case.objects.count()) == ("notified", 1)
    assert len(post_office.letters) == 2


def test_an_answer_taken_twice_counts_once(case, story, event):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.EXPOSED)
    before = story.kinds(case)
    services.take_answer(event("retest-exposed").cause)
    assert story.kinds(case) == before


def test_a_count_is_told_with_the_severity_that_follows(case, story, event):
    services.take_count(case.subject)
    public = event("count").public
    assert public["subject"] == str(case.subject)
    assert story.state(case) == "notified"
    assert case.severity == public["severity"]


def test_a_retest_that_could_not_look_for_too_long_ends_and_the_case_says_so(case, story, event):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.UNDETERMINED)
    assert "ended" not in event("retest-undetermined").public
    story.later(days=31)
    story.see(Answer.UNDETERMINED, Purpose.RETEST)
    story.work()
    assert story.state(case) == "claimed"
    last = Case.objects.get(id=case.id).events.filter(kind="retest-undetermined").latest("number")
    assert last.public == {"purpose": "retest", "cause": "server-error", "ended": "not tried again"}
