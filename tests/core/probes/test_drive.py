# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.answers import not_exposed
from mendsky.core.probes.drive import Drive, drive_probe, observed
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Body, Get, Page, ProbeEntry, ProbeSpec, Target
from tests.probing import NONCE, ORIGIN, WELL

SPEC = ProbeSpec(kind="made-up", version=1, cwe=0, probe_class=1, cost=3, repair="made-up")
TARGET = Target(origin=ORIGIN, control=WELL, nonce=NONCE)


def driven(probe):
    return drive_probe(ProbeEntry(spec=SPEC, probe=probe), TARGET)


def asks(times):
    def probe(_):
        for number in range(times):
            yield Get(f"/{number}")
        return not_exposed(SPEC, "asked")

    return probe


def page():
    return Page(target="/", status=200, body=Body(b"x"))


def finish(drive, *, requests=1):
    while drive.next is not None:
        drive.send(page(), requests=requests)
    return observed(drive)


def test_a_probe_is_asked_until_it_answers():
    observation = finish(driven(asks(3)))
    assert observation.answer is Answer.NOT_EXPOSED
    assert observation.requests == 3


def test_a_probe_that_asks_for_more_than_its_cost_is_over_budget():
    observation = finish(driven(asks(4)))
    assert observation.cause is Cause.OVER_BUDGET
    assert observation.requests == 3


def test_redirects_count():
    assert finish(driven(asks(3)), requests=2).cause is Cause.OVER_BUDGET


def test_what_was_refused_is_bounded_but_not_counted_as_sent():
    observation = finish(driven(asks(4)), requests=0)
    assert observation.cause is Cause.OVER_BUDGET
    assert observation.requests == 0


def test_a_probe_that_fails_is_our_failure_by_its_type_only():
    def probe(_):
        yield Get("/")
        {}["somebody's number"]

    observation = finish(driven(probe))
    assert observation.cause is Cause.OUR_FAILURE
    assert "KeyError" in observation.reason
    assert "somebody" not in observation.reason


def test_a_body_is_gone_after_the_next_question():
    kept = []

    def probe(_):
        kept.append((yield Get("/")))
        assert b"x" in kept[0].body
        yield Get("/again")
        return not_exposed(SPEC, "asked")

    finish(driven(probe))
    with pytest.raises(ValueError, match="gone"):
        len(kept[0].body)


def test_a_stopped_probe_is_undetermined_and_closed():
    closed = []

    def probe(_):
        try:
            yield Get("/")
        finally:
            closed.append(True)

    drive = driven(probe)
    drive.stop(Cause.STOPPED, "halted")
    assert drive.next is None
    assert observed(drive).cause is Cause.STOPPED
    assert closed == [True]


def test_a_finished_result_is_not_overwritten_by_a_stop():
    drive = driven(asks(0))
    drive.stop(Cause.STOPPED, "halted")
    assert observed(drive).answer is Answer.NOT_EXPOSED


def test_misuse_is_refused():
    drive = Drive(iter_nothing(), cost=1, give_up=lambda cause, _: cause)
    with pytest.raises(ValueError, match="asked for nothing"):
        drive.send(page())
    with pytest.raises(ValueError, match="still asks"):
        _ = driven(asks(1)).result


def iter_nothing():
    return 1
    yield


def test_a_page_recalled_from_earlier_costs_nothing():
    drive = driven(asks(5))
    for _ in range(3):
        drive.send(Page(target=drive.next.target, status=200), requests=0, recalled=True)
    assert (drive.asked, drive.sent) == (0, 0)
    assert drive.next is not None
