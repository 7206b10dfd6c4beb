# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `mendsky doctor --probes` shows: each probe over its counterparts, and how often it fires."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from mendsky.apps.watch import firing, selftest, trials
from mendsky.cli import lab_process
from mendsky.core.rules.firing import Firing, flag
from mendsky.core.terms.instants import instant_text
from mendsky.runtime import clocks

SAYS = {
    None: "",
    "silent": "HAS NOT FIRED FOR LONG",
    "often": "FIRES TOO OFTEN",
}


def run() -> dict[str, Any]:
    """Try every probe, keep that, and read how often it fires; gives one machine-readable object."""
    with lab_process.counterparts() as told:
        known = [selftest.Counterpart(**one) for one in told["counterparts"]]
        tried = selftest.try_probes(known, told["test_identity"], told["test_accounts"])
    trials.note(tried, clocks.real_now())
    now = clocks.now()
    rows = [
        _row(one, [this for this in tried if this.counterpart.kind == one.kind], now)
        for one in firing.firings(now)
    ]
    return {"ok": all(row["tried"] and not row["wrong"] for row in rows), "probes": rows}


def lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Write the object as a table, with what was answered wrongly below each probe."""
    yield f"{'probe':20} {'right':>7}  {'last fired':20} {'exposed':>7}"
    for row in document["probes"]:
        share = "-" if row["share"] is None else f"{row['share']:.1%}"
        right = f"{row['tried'] - len(row['wrong'])}/{row['tried']}"
        last = row["last_fired"] or "-"
        yield f"{row['probe']:20} {right:>7}  {last:20} {share:>7}  {SAYS[row['flag']]}".rstrip()
        for wrong in row["wrong"]:
            cause = f", {wrong['cause']}" if wrong["cause"] else ""
            yield f"  WRONG on {wrong['counterpart']}: {wrong['answer']}{cause}, not {wrong['right']}"


def _row(one: Firing, tried: Sequence[selftest.Tried], now: datetime) -> dict[str, Any]:
    return {
        "probe": one.kind,
        "tried": len(tried),
        "wrong": [
            {
                "counterpart": this.counterpart.name,
                "answer": this.answer.value,
                "cause": this.cause,
                "right": this.counterpart.right.value,
            }
            for this in tried
            if not this.ok
        ],
        "last_fired": None if one.last is None else instant_text(one.last),
        "told": one.told,
        "exposed": one.exposed,
        "share": one.share,
        "flag": flag(one, now),
    }
