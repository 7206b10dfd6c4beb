# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs of cases; their arguments are identifiers only."""

import uuid
from datetime import datetime

from procrastinate import RetryStrategy

from mendsky.apps.cases import services
from mendsky.apps.cases.services import closing, false_positives, naming, retests, telling
from mendsky.net.service.mail import TemporaryRefusalError
from mendsky.runtime import clocks, jobs

ANOTHER_TIME = RetryStrategy(max_attempts=12, exponential_wait=4, retry_exceptions=[TemporaryRefusalError])
"""A letter is tried for about half a day a step at the end: 4, 16, 64 seconds …"""


@jobs.task(name="mendsky.apps.cases.tasks.open_case", queue="cases")
def open_case(observation_id: str) -> None:
    """Open or reopen the case of a confirmed observation."""
    services.open_from_observation(observation_id)


@jobs.task(name="mendsky.apps.cases.tasks.take_answer", queue="cases")
def take_answer(answer_id: str) -> None:
    """Record what the watch answered, or open a case anew where a finding of no loophole has ended."""
    services.take_answer(answer_id)
    services.open_after_term(answer_id)


@jobs.task(name="mendsky.apps.cases.tasks.take_count", queue="cases")
def take_count(subject_id: str) -> None:
    """Record that a place was counted anew."""
    services.take_count(uuid.UUID(subject_id))


@jobs.task(name="mendsky.apps.cases.tasks.post_letter", queue="letters", retry=ANOTHER_TIME)
def post_letter(letter_id: str) -> None:
    """Hand a letter to the mail server, once."""
    services.post(uuid.UUID(letter_id), at=clocks.now())


def due(now: datetime) -> None:
    """Pick up what is due by the domain clock: the next level, rechecks, names, closings, ended findings.

    Raises an `ExceptionGroup` of what failed, after all the others were moved.
    """
    failures: list[Exception] = []
    steps = (telling.due, retests.due, naming.due, closing.due, false_positives.due)
    for step in (step for due_of in steps for step in due_of(now)):
        try:
            step()
        except Exception as failure:  # noqa: BLE001 - one case must not hold up the others
            failures.append(failure)
    if failures:
        msg = "cases could not be moved"
        raise ExceptionGroup(msg, failures)
