# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the benchmarks share: contenders take turns, so that a busy machine slows all of them alike."""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROUNDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a benchmark's table."""

    task: str
    contender: str
    rate: float
    """Median over the rounds, in units a second."""
    ratio: float | None
    """Median over the rounds of our rate by the contender's in the same round; None for ourselves."""


def race(task: str, units: int, contenders: Mapping[str, Callable[[], object]], rounds: int) -> list[Row]:
    """Let contenders do the same number of units in turns; the first one is ours."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            began = time.perf_counter()
            run()
            rates[name].append(units / (time.perf_counter() - began))
    return _rows(task, rates)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """One that takes part with a share of the work of its own: the whole would take it all day."""

    units: int
    run: Callable[[], float]
    """Does the units and gives the seconds that count."""


def race_by_shares(task: str, contenders: Mapping[str, Contender], rounds: int) -> list[Row]:
    """Let contenders do their shares in turns; the first one is ours."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, one in contenders.items():
            rates[name].append(one.units / one.run())
    return _rows(task, rates)


def _rows(task: str, rates: dict[str, list[float]]) -> list[Row]:
    ours = next(iter(rates))
    return [
        Row(
            task=task,
            contender=name,
            rate=statistics.median(of),
            ratio=None
            if name == ours
            else statistics.median(mine / theirs for mine, theirs in zip(rates[ours], of, strict=True)),
        )
        for name, of in rates.items()
    ]


def arguments(about: str, *flags: str, rounds: int = ROUNDS, **sizes: int) -> argparse.Namespace:
    """Read the command line: `--json`, `--rounds`, and the flags and sizes of this benchmark."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=rounds)
    for name in flags:
        parser.add_argument(f"--{name}", action="store_true")
    for name, default in sizes.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    return parser.parse_args()


def report(name: str, rows: list[Row], given: argparse.Namespace, **more: Any) -> None:
    """Print the table, or the object."""
    if given.json:
        shown = [
            {
                "task": row.task,
                "contender": row.contender,
                "per_second": round(row.rate, 1),
                "ratio": row.ratio and round(row.ratio, 3),
            }
            for row in rows
        ]
        print(json.dumps({"benchmark": name, "rounds": given.rounds, "rows": shown, **more}))
        return
    print(f"{name} ({given.rounds} rounds in turns)")
    print(f"  {'task':34}{'contender':26}{'per second':>14}  ours by theirs")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f} ×"
        print(f"  {row.task:34}{row.contender:26}{row.rate:>14,.0f}  {ratio:>14}")


def print_goals(held: Sequence[Mapping[str, object]]) -> None:
    """Print the measured beside the goals, below the table."""
    for goal in held:
        said = "met" if goal["met"] else "NOT MET"
        bound = next(name for name in ("least", "most") if name in goal)
        print(f"  {said:8}{goal['goal']}: {goal['measured']} ({bound} {goal[bound]})")
