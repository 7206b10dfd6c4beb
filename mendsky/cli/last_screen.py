# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last screen of the demo: what was published then beside what was measured here."""

from typing import Any

from mendsky.cli.enactment import APRIL_2015, Enacted
from mendsky.cli.shell import say

PUBLISHED_2015 = {
    "loopholes": "46",
    "high-risk": "44",
    "provinces": "19",
    "records": "52.794 million",
    "people": '"52 million"',
    "still at risk": '"> 10 million"',
    "repaired": '"40 %" / "60 % not"',
    "leaked": '"none found"',
    "silent": '"often no response"',
    "undeliverable": "–",
    "sound systems with a finding": "–",
}
"""As the platform, the ministry and the press said in April 2015; by the name of the row."""
NAME, THEN, HERE = 30, 25, 26
"""Widths of the first three columns."""


def show(enacted: Enacted, port: int | None) -> None:
    """Print the figures, the time by phase and, with a port, where the portal stands and who may log in."""
    figures = enacted.figures
    day, sector = figures["as_of"][:10], figures["sector"]
    say("")
    say(f"As of {day}, sector {sector} (a lab nation: synthetic systems and people)")
    published = PUBLISHED_2015 if enacted.story == APRIL_2015 else {}
    if published:
        say(f"{'':{NAME}}{'as published 2015':{THEN}}as measured here")
    for name, value, how in rows(enacted):
        then = f"{published.get(name, ''):{THEN}}" if published else ""
        say(f"{name:{NAME}}{then}{value:{HERE}}{how}".rstrip())
    _phases(enacted)
    if port is not None:
        _portal(enacted, port)
    for line in enacted.verdict.differences:
        say(f"  differs: {line}")
    for hit in enacted.audit.hits:
        say(f"  kept: {hit.count} × {hit.kind} in {hit.place}")


def rows(enacted: Enacted) -> list[tuple[str, str, str]]:
    """Give name, value and how it is known of each line."""
    figures = enacted.figures
    repaired, shares = figures["repaired"], figures.get("shares", {})
    systems = "{covered} of {in_scope} covered, {undetermined} undetermined".format(**figures["systems"])
    sound = figures["systems"]["in_scope"] - figures["loopholes"]
    found = [
        ("loopholes", str(figures["loopholes"]), ""),
        ("high-risk", str(figures["high_risk"]), ""),
        ("provinces", str(figures["provinces"]), ""),
        ("records", extent(figures["records"]), how_known(figures["records"], shares.get("records"))),
        ("people", extent(figures["people"]), how_known(figures["people"], shares.get("people"))),
        ("still at risk", extent(figures["at_risk"]), how_known(figures["at_risk"], shares.get("at_risk"))),
        (
            "repaired",
            "{verified} verified, {claimed} claimed, {false_claims} of them false".format(**repaired),
            "",
        ),
        ("leaked", "not examined", ""),
        ("silent", f"{figures['silent']} organisation{'s' if figures['silent'] != 1 else ''}", ""),
        ("undeliverable", str(figures.get("undeliverable", 0)), ""),
    ]
    against = dict(enacted.against_truth)
    if "false_positives" in against:
        found.append(("sound systems with a finding", f"{against.pop('false_positives')} of {sound}", ""))
    found += [(name.replace("_", " "), str(value), "") for name, value in against.items()]
    found += [
        ("systems", systems, ""),
        ("self-audit", f"{enacted.audit.places} places, {len(enacted.audit.hits)} hits", ""),
        ("release", f"{enacted.release_id}, {'verified' if enacted.verdict.ok else 'NOT VERIFIED'}", ""),
    ]
    return found


def extent(count: dict[str, Any] | None) -> str:
    """Write a count with its bounds: in full where they meet, in millions where they are far apart."""
    if count is None:
        return "suppressed"
    low, high = count["low"], count["high"]
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    if high < 1_000_000:
        return f"{low:,}–{high:,}"
    # The interval stays true: the lower end is rounded down, the upper one up.
    return f"{low // 100_000 / 10:.1f}–{-(-high // 100_000) / 10:.1f} million"


def how_known(count: dict[str, Any] | None, shares: dict[str, float] | None) -> str:
    """Write which share of a count rests on which grade."""
    known = {name: share for name, share in (shares or {}).items() if share > 0}
    if len(known) <= 1:
        return str(count["grade"]) if count else ""
    ordered = sorted(known.items(), key=lambda one: -one[1])
    return ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in ordered)


def _phases(enacted: Enacted) -> None:
    whole = sum(enacted.phases.values())
    say("")
    for name, seconds in enacted.phases.items():
        say(f"  {name:44}{seconds:6.1f} s{seconds / whole:7.0%}".replace("%", " %"))
    say(f"  {'in all':44}{whole:6.1f} s   peak memory {enacted.peak_bytes / 1e6:,.0f} MB")


def _portal(enacted: Enacted, port: int) -> None:
    say("")
    say(f"Portal: http://127.0.0.1:{port}   desk: http://127.0.0.1:{port}/desk/")
    for role, email, password in enacted.logins:
        say(f"  {role:14} {email:30} {password}")
    if enacted.letter_link is not None:
        say(f"An owner's letter links to: {enacted.letter_link}")
