# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drive a generator step by step: give what it asks, count what it cost, close what it saw."""

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Generic, TypeVar

from mendsky.core.probes.answers import undetermined
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Observation, Page, ProbeEntry, Question, Target

Result = TypeVar("Result")


class Drive(Generic[Result]):
    """One run of one generator; it holds the next question or the result, and knows nothing else."""

    def __init__(
        self,
        generator: Generator[Question, Page, Result],
        *,
        cost: int,
        give_up: Callable[[Cause, str], Result],
    ) -> None:
        self._generator = generator
        self._cost = cost
        self._give_up = give_up
        self.asked = 0
        """Spent so far of the cost: each question at least one, redirects included."""
        self.sent = 0
        """Requests that were truly sent; a refused one was not."""
        self.next: Question | None = None
        """What the generator asks now; None once there is a result."""
        self._result: list[Result] = []
        self._step(None)

    @property
    def left(self) -> int:
        """Give how many requests may still be spent."""
        return self._cost - self.asked

    @property
    def result(self) -> Result:
        """Give the result; raises `ValueError` while there is a question."""
        if not self._result:
            msg = "the generator still asks: send it a page"
            raise ValueError(msg)
        return self._result[0]

    def send(self, page: Page, *, requests: int = 1, recalled: bool = False) -> None:
        """Hand over the answer to `next`, which took so many requests, and close its body afterwards.

        A page recalled from earlier in the visit costs nothing.
        """
        if self.next is None:
            msg = "the generator asked for nothing"
            raise ValueError(msg)
        self.asked += 0 if recalled else max(1, requests)
        self.sent += requests
        try:
            self._step(page)
        finally:
            page.body.close()

    def stop(self, cause: Cause, reason: str, *, requests: int = 0) -> None:
        """End the run undetermined, whatever the generator still asks and had cost by then."""
        if self.next is not None:
            self.sent += requests
            self._generator.close()
            self._end(self._give_up(cause, reason))

    def _step(self, page: Page | None) -> None:
        try:
            self.next = next(self._generator) if page is None else self._generator.send(page)
        except StopIteration as end:
            self._end(end.value)
        except Exception as failure:  # noqa: BLE001 - our own failure is an answer of its own, by its type only
            self._end(self._give_up(Cause.OUR_FAILURE, f"the probe failed with {type(failure).__name__}"))
        else:
            if self.asked >= self._cost:
                self.stop(Cause.OVER_BUDGET, f"{self._cost} requests did not suffice to tell")

    def _end(self, result: Result) -> None:
        self.next = None
        self._result = [result]


def drive_probe(entry: ProbeEntry, target: Target) -> Drive[Observation]:
    """Start one probe on one system, bounded by its cost."""
    return Drive(
        entry.probe(target),
        cost=entry.spec.cost,
        give_up=lambda cause, reason: undetermined(entry.spec, cause, reason),
    )


def observed(drive: Drive[Observation]) -> Observation:
    """Give a probe's observation with the number of requests that it took."""
    return replace(drive.result, requests=drive.sent)
