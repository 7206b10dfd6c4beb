# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Millions of distinct people, pseudonymised and counted from raw CSV text on one core.

Text is made block by block beside the clock; what counts is the engine's processor time: finding in the text,
AES over what was found, sorting and counting, and the sketch that a census would seal. What the system takes
to hand over the memory for all pseudonyms is printed apart: it is a tenth of a second or one, as it has large
pages or none.
"""

import os
import secrets
import time

import corpora
import numpy as np
from pairs import Row, arguments, report

from mendsky.core import identity
from mendsky.core.census import theta
from mendsky.nations.load import load
from mendsky.scan.memory import keep_freed

BORN = (1900, 2026)
MILLION = 1_000_000
ROWS = 50_000
"""People in one block of text, which is as long as the chunks that a scan reads."""
STEP = 1_000_003
"""Coprime to the numbers of divisions and days, so that neighbours are unlike and no one comes twice."""
GOAL = 5.0
"""Seconds for 52 million."""
K = 1 << 14


def people(first: int, rows: int) -> bytes:
    """Make a CSV of so many people, each with a number of its own."""
    divisions, days = corpora.divisions(), corpora.days()
    serial = np.arange(first, first + rows, dtype=np.int64)
    place = serial * STEP % (len(divisions) * len(days))
    order = 1 + serial // (len(divisions) * len(days))
    body = divisions[place % len(divisions)] * 10**11 + days[place // len(divisions)] * 1000 + order
    columns = (
        corpora.written(serial, 8),
        corpora.constant(",张伟,", rows),
        corpora.with_check(corpora.written(body, 17)),
        corpora.constant("\n", rows),
    )
    return np.column_stack(columns).tobytes()


def main() -> None:
    given = arguments(__doc__, millions=52)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    keep_freed(together=False)  # as `mendsky scan` does
    given.millions = max(given.millions, 1)
    nation, key, total = load("cn"), secrets.token_bytes(16), given.millions * MILLION
    pseudonyms = np.empty(total, dtype=np.uint64)
    began = time.process_time()
    pseudonyms.fill(0)
    handed_over = time.process_time() - began
    identity.find(people(0, ROWS), nation, BORN)  # compiles or loads the kernels
    stream = identity.Stream(nation, BORN)
    seconds = dict.fromkeys(("found", "pseudonymised", "counted", "sketched"), 0.0)
    size, at, sketch = 0, 0, theta.empty(K)
    for first in range(0, total + ROWS, ROWS):
        text = people(first, ROWS) if first < total else b""
        size += len(text)
        began = time.process_time()
        found = stream.feed(text) if text else stream.end()
        found = found.select(found.kind == found.kinds.index("cn-resident-id"))
        seconds["found"] += time.process_time() - began
        began = time.process_time()
        pseudonyms[at : at + len(found)] = identity.pseudonyms(found, key)
        seconds["pseudonymised"] += time.process_time() - began
        began = time.process_time()
        sketch = theta.grown(sketch, pseudonyms[at : at + len(found)])
        seconds["sketched"] += time.process_time() - began
        at += len(found)
    began = time.process_time()
    ordered = pseudonyms[:at]
    ordered.sort()
    distinct = int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(at)
    seconds["counted"] = time.process_time() - began
    rows = [
        Row(task=task, contender="mendsky", rate=at / spent, ratio=None) for task, spent in seconds.items()
    ]
    whole = sum(seconds.values())
    more = {
        "people": total,
        "distinct": distinct,
        "sketched": theta.estimate(sketch),
        "memory_seconds": round(handed_over, 3),
    }
    report("identity-people", rows, given, megabytes=size // 10**6, engine_seconds=round(whole, 3), **more)
    if not given.json:
        print(f"  {total} people in {size / 1e9:.2f} GB of text: {distinct} distinct")
        goal = GOAL * given.millions / 52
        print(f"  {whole:.2f} s of the engine; goal {goal:.2f} s; {handed_over:.2f} s for memory")


if __name__ == "__main__":
    main()
