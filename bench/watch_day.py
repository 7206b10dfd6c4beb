# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Live through days of a nation's sweeps with measured numbers, slice by slice, without sending anything."""

import heapq
from dataclasses import dataclass

DAY = 86_400.0
DAYS = 3
"""Lived through one after another, so that what one day leaves over weighs on the next."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What a day brings, and what each part of it takes."""

    systems: int
    """Each to be swept once."""
    buckets: int
    """Slices of one follow one another."""
    slots: int
    """Of a day, in which buckets become due."""
    slice_systems: int
    at_once: int
    """Visits that a worker makes side by side."""
    work: float
    """Seconds of a worker's core that a visit takes, its recording included."""
    requests: float
    """Of a visit."""
    rate: float = 1.0
    """Requests a second that a host is asked."""

    @property
    def slice_seconds(self) -> float:
        """Give the time of a slice: the core's, or the hosts' where they are slower."""
        waves = -(-self.slice_systems // self.at_once)
        return max(self.slice_systems * self.work, waves * self.requests / self.rate)


def hours(load: Load, workers: int) -> float:
    """Give the longest hours from a bucket's becoming due to its last answer, with so many workers.

    A free worker takes the next slice of a bucket in nobody's hands, the longest waiting first.
    """
    slices = -(-load.systems // (load.buckets * load.slice_systems))
    ready = [(_due(load, bucket, 0), bucket, 0) for bucket in range(load.buckets)]
    free = [0.0] * workers
    heapq.heapify(ready)
    longest = 0.0
    while ready:
        since, bucket, done = heapq.heappop(ready)
        ended = max(since, heapq.heappop(free)) + load.slice_seconds
        heapq.heappush(free, ended)
        day, left = divmod(done + 1, slices)
        if left == 0:
            longest = max(longest, ended - _due(load, bucket, day - 1))
        if day < DAYS:
            heapq.heappush(ready, (max(ended, _due(load, bucket, day)), bucket, done + 1))
    return longest / 3600


def least_workers(load: Load) -> int | None:
    """Give the fewest workers with which every bucket is done before it is due again; None where none do.

    More workers than buckets have nothing to take.
    """
    return next((workers for workers in range(1, load.buckets + 1) if hours(load, workers) <= 24.0), None)


def _due(load: Load, bucket: int, day: int) -> float:
    return DAY * (day + bucket % load.slots / load.slots)
