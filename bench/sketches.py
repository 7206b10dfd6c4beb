# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Theta sketches: ours beside Apache DataSketches; both must give the same bytes."""

import datasketches
import numpy as np
from pairs import Row, arguments, race, report

from mendsky.core.census import theta

LOG_K = 14


def theirs(values: list[int]) -> datasketches.compact_theta_sketch:
    sketch = datasketches.update_theta_sketch(LOG_K)
    for value in values:
        sketch.update(value)
    sketch.trim()
    return sketch.compact()


def theirs_united(sketches: list[datasketches.compact_theta_sketch]) -> datasketches.compact_theta_sketch:
    union = datasketches.theta_union(LOG_K)
    for sketch in sketches:
        union.update(sketch)
    return union.get_result()


def main() -> None:
    given = arguments(__doc__, values=200_000, offices=50)
    k = 1 << LOG_K
    values = np.random.default_rng(1).integers(1, 2**62, given.values, dtype=np.uint64)
    listed = values.astype(np.int64).tolist()
    if theta.to_bytes(theta.from_pseudonyms(values, k)) != theirs(listed).serialize():
        msg = "the two sketches differ: no comparison of speeds means anything"
        raise SystemExit(msg)
    parts = np.array_split(values, given.offices)
    ours_parts = [theta.from_pseudonyms(part, k) for part in parts]
    their_parts = [theirs(part.astype(np.int64).tolist()) for part in parts]
    rows: list[Row] = []
    rows += race(
        "pseudonyms sketched",
        given.values,
        {
            "mendsky": lambda: theta.from_pseudonyms(values, k),
            "datasketches (Python)": lambda: theirs(listed),
        },
        given.rounds,
    )
    rows += race(
        "sketches united",
        given.offices,
        {"mendsky": lambda: theta.union(ours_parts, k), "datasketches": lambda: theirs_united(their_parts)},
        given.rounds,
    )
    report("sketches", rows, given, values=given.values, offices=given.offices, k=k)


if __name__ == "__main__":
    main()
