# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings, logs and memory of a program left below the web root: its keys, or the people in its log.

Asks for usual names, for those of a program only where the site's own pages show that it runs, and of each by
`Range` no more than the records that the grant lets a sample read. A log is a finding where it holds people.
Settings are one where a password or key stands in the clear: it shows nobody, and opens what the system
holds, of which it counts none. Settings without one are information. Dumps of a database and archives are
`exposed-backup`. CWE-538.
"""

import re
from collections.abc import Generator

from mendsky.core.probes.answers import exposed, led_to, not_exposed, rows_of, stated_records, undetermined
from mendsky.core.probes.heads import SHORTEST_HEAD, estimate, instead, longest_head, size_of
from mendsky.core.probes.marks import shows
from mendsky.core.probes.programs import JAVA, NET, PHP, running
from mendsky.core.probes.surface import Surface, explore, unseen
from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="exposed-settings",
    version=1,
    cwe=538,
    probe_class=1,
    cost=64,
    repair="exposed-settings",
    only_reads=True,
)
USUAL = ("/.env", "/logs/access.log", "/error.log")
BESIDE = ("/access.log", "/debug.log")
"""Asked for where a usual log is there, or refused as one that is."""
OF_PROGRAM = {
    PHP: ("/config.php.bak", "/config.inc.php.bak", "/core"),
    JAVA: ("/application.yml", "/application.properties"),
    NET: ("/web.config", "/web.config.bak"),
}
"""Where a program of each language keeps its settings, or leaves its memory where it breaks down."""
PAGES = 6
"""Pages beside the front page whose links are read; a visit has them in common."""
LOG = re.compile(r"\.log(?:\.[0-9]{1,3})?$", re.IGNORECASE)
MARKUP = re.compile(rb"\A\s*<")
OWN_MARKUP = re.compile(
    rb"\A\s*(?:<\?php|<%|(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,400}-->\s*)?<configuration\b)",
    re.DOTALL | re.IGNORECASE,
)
"""Settings that are written in markup: of PHP, ASP and .NET."""
OWN_BEGINNING = re.compile(rb"\A\s*<(?:\?|%|configuration\b)", re.IGNORECASE)
"""As much of it as a signature holds."""
KEY = re.compile(
    rb"(?:password|passwd|pwd|secret[_-]?key|app_key|access[_-]?key[_-]?secret)[\"']?\]?"
    rb"[ \t]*(?:=>|[=:,])[ \t]*[\"']?(?![$%{*#@]|ENC\(|null\b|none\b|true\b|false\b|your|change|example|xxx)"
    rb"[^\s\"'<>;,)]{3}",
    re.IGNORECASE,
)
"""A password or key with its value in the clear; a reference to one, or a gap to be filled, is none."""
CORE = re.compile(rb"\A\x7fELF.{12}(?:\x04\x00|\x00\x04)", re.DOTALL)
"""A program's memory as it broke down: ELF of type `ET_CORE` (System V ABI, chapter 4)."""
SIGNATURE_BYTES = 18
"""Enough to know such a file by, too few to hold anybody's number."""
STEPS = 8
"""Heads of growing length asked while none told anything."""


def probe(target: Target) -> Probe:
    """Look for settings with keys and logs with people, known places first."""
    surface = yield from explore(target, most=PAGES)
    languages = yield from running(target, surface)
    known = [place.group for place in target.places]
    of_program = [path for language in OF_PROGRAM if language in languages for path in OF_PROGRAM[language]]
    cause, asked, told, hint = None, 0, "", False
    for path in dict.fromkeys((*known, *USUAL, *BESIDE, *of_program)):
        if path in BESIDE and not hint and path not in known:
            continue
        asked += 1
        answer = yield from _look(target, surface, path, guessed=path not in known)
        if isinstance(answer, Observation):
            return answer
        if isinstance(answer, Cause):
            cause = cause or answer
        hint = hint or (LOG.search(path) is not None and answer in {"refused", "there"})
        told = told or (
            "; one file of a program is there and shows neither keys nor people" if answer == "there" else ""
        )
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} files of a program not all could be told")
    return not_exposed(SPEC, f"{asked} files of a program were asked for and none shows keys or people{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _look(
    target: Target, surface: Surface, path: str, *, guessed: bool
) -> Generator[Get, Page, Observation | Cause | str]:
    """Look at one name: the answer, why it tells nothing, or whether such a file is `there` or `refused`."""
    most = longest_head(target)
    allowed = most >= SHORTEST_HEAD
    for step in range(1, STEPS + 1 if allowed else 2):
        first = step * most if allowed else SIGNATURE_BYTES
        page = yield Get(path, max_bytes=first, first_bytes=first)
        cause = unseen(page)
        if cause is not None:
            # A name that we merely guess, outside the grant's scope, is no part of the question.
            return "" if cause is Cause.NOT_GRANTED and guessed else cause
        if page.status not in {200, 206} or page.target != path or not _is_file(page, OWN_MARKUP):
            refused = "refused" if page.status in {401, 403} else ""
            return refused if guessed else (yield from _instead(page, path, surface)) or refused
        found = _found(target, path, page)
        if found is not None:
            return (yield from _with_control(target, found))
        size = size_of(page)
        if len(page.body) < first or (size is not None and size <= first):
            return "there"
        if page.reading.occurrences:
            break
    # There is a file, and what may be read of it tells nothing: what lies further in is not told.
    return Cause.OVER_BUDGET if allowed else Cause.NOT_GRANTED


def _instead(page: Page, path: str, surface: Surface) -> Generator[Get, Page, Cause | None]:
    return (yield from instead(page, surface)) if page.target == path else None


def _is_file(page: Page, own: re.Pattern[bytes]) -> bool:
    """Say whether an answer is a file of a program, and no page of markup in its place."""
    return len(page.body) > 0 and (not shows(page, MARKUP) or shows(page, own))


def _found(target: Target, path: str, page: Page) -> Observation | None:
    """Say what a file gives away, if anything."""
    readings = (page.reading,) if LOG.search(path) else ()
    if readings:
        rows, reason = rows_of(page.reading), "a log with people in it"
        held = f"{rows} rows with identifiers" if rows else ""
        stated = target.control.stated_records is not None
        records = stated_records(target.control, readings) if stated else estimate(page, rows)
    else:
        records = led_to(target.control)
        held = "a key in the clear" if shows(page, KEY) else "a program's memory" if shows(page, CORE) else ""
        reason = f"a file with {held}"
    if not held:
        return None
    note = f"its first {len(page.body)} bytes hold {held}, of {size_of(page) or 'unknown'} bytes"
    return exposed(
        SPEC,
        f"{reason} can be downloaded by anyone",
        place=Place(group=path),
        readings=readings,
        records=records,
        evidence=(Evidence(target=blanked(path), status=page.status, note=note),),
    )


def _with_control(target: Target, found: Observation) -> Generator[Get, Page, Observation | Cause]:
    """Ask for a name that cannot exist; where a file answers too, the first proves nothing."""
    folder, _, name = ("" if found.place is None else found.place.group).rpartition("/")
    _, dot, suffix = name.partition(".")
    beside = f"{folder}/{target.nonce}{dot}{suffix}"
    control = yield Get(beside, max_bytes=SIGNATURE_BYTES, first_bytes=SIGNATURE_BYTES)
    if control.failure is not None:
        return control.failure
    answers = control.status in {200, 206} and _is_file(control, OWN_BEGINNING)
    return Cause.HONEYPOT if answers else found
