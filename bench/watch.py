# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The watch: our sweep of the lab nation beside wapiti and nmap, and our requests beside bare loops.

The lab has more than 500 systems; it is started and ended here. Peers get some of them (`--peer-systems`, by
turns one with a weakness and one without), and their time for all is those systems' by their number;
`--full` gives them every system, which takes an hour or more.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

import probing
from pairs import Row, arguments, print_goals, report
from watch_lab import Found, Nation, Sweep, nation, our_sweep
from watch_peers import peer_sweep, peers

LEAST_SYSTEMS = 500
TIMES_FASTER = 10.0
"""Least ratio of a peer's time for all systems to ours."""


def sample(lab: Nation, systems: int) -> list[str]:
    """Choose systems for the peers: of every kind of weakness in turn, each followed by a sound one."""
    by_kind = defaultdict(list)
    for origin, kind in sorted(lab.planted):
        by_kind[kind].append(origin)
    weak = dict.fromkeys(chain.from_iterable(zip_longest(*(by_kind[kind] for kind in sorted(by_kind)))))
    weak.pop(None, None)
    sound = [origin for origin in sorted(lab.systems) if origin not in weak and origin not in lab.odd]
    turns = chain.from_iterable(zip_longest(weak, sound))
    return list(islice((origin for origin in turns if origin is not None), systems))


def of_sample(found: Found, lab: Nation, origins: list[str]) -> str:
    """Say how many of the loopholes of the peers' systems we found."""
    there = lab.within(origins)
    return f"{len(found & there)} of {len(there)}"


def goals(ours: Sweep, theirs: list[Sweep]) -> Iterator[dict[str, object]]:
    """Set the measured beside the goals."""
    yield _goal("systems in the lab", ours.systems, LEAST_SYSTEMS)
    yield _goal("loopholes found", ours.found, ours.planted)
    yield _goal("false positives, negated", -ours.false_positives, 0)
    for peer in theirs:
        yield _goal(f"time × {peer.contender}", peer.seconds_for_all / ours.seconds_for_all, TIMES_FASTER)


def _goal(goal: str, measured: float, least: float) -> dict[str, object]:
    return {"goal": goal, "least": least, "measured": round(measured, 2), "met": measured >= least}


def swept(given: argparse.Namespace) -> tuple[list[Sweep], dict[str, object]]:
    """Sweep the lab, then let each peer scan its share of it."""
    with nation() as lab:
        ours, found = our_sweep(lab)
        systems = len(lab.systems) if given.full else given.peer_systems
        origins = sample(lab, systems)
        there = peers() if origins else {}
        theirs = [peer_sweep(name, scan, lab, origins) for name, scan in there.items()]
        return [ours, *theirs], {"peer_systems": len(origins), "ours_there": of_sample(found, lab, origins)}


def table(sweeps: list[Sweep], share: dict[str, object]) -> None:
    """Print what each found, and in which time."""
    head = ("systems", "seconds", "for all", "requests", "MB", "true", "false", "undetermined")
    print("  " + f"{'sweep':34}" + "".join(f"{one:>14}" for one in head))
    for one in sweeps:
        cells = (
            one.systems,
            f"{one.seconds:.1f}",
            f"{one.seconds_for_all:.1f}",
            one.requests,
            f"{one.megabytes:.1f}",
            f"{one.found} of {one.planted}",
            one.false_positives,
            one.undetermined,
        )
        print("  " + f"{one.contender:34}" + "".join(f"{cell:>14}" for cell in cells))
    print(f"  the same {share['peer_systems']} systems, by us: {share['ours_there']} found")


def main() -> None:
    given = arguments(__doc__, "full", rounds=probing.ROUNDS, peer_systems=6, **probing.SIZES)
    rows, measured = probing.rates(given)
    sweeps, share = swept(given)
    ours, *theirs = sweeps
    rows += [
        Row(
            task="systems swept",
            contender=one.contender,
            rate=one.systems / one.seconds,
            ratio=None if one is ours else one.seconds_for_all / ours.seconds_for_all,
        )
        for one in sweeps
    ]
    held = [*probing.goals(rows, measured), *goals(ours, theirs)]
    report("watch", rows, given, **measured, sweeps=[one.as_json() for one in sweeps], goals=held, **share)
    if not given.json:
        probing.print_processor(measured)
        table(sweeps, share)
        print_goals(held)


if __name__ == "__main__":
    main()
