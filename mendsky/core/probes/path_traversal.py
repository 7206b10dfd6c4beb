# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A parameter that names a file and leads out of its folder.

Asks parameters whose value on the site's own pages is a file's name for a file that everybody may read, the
site's own robots.txt or front page, by a path that climbs; the name without the climb, and one that cannot
exist, must not bring it. No other file is ever asked for. CWE-22.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.looks import Look, look
from mendsky.core.probes.lookups import unlinked
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.robots import ROBOTS
from mendsky.core.probes.surface import FRONT_BYTES, SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.targets import Parameter
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

SPEC = ProbeSpec(kind="path-traversal", version=1, cwe=22, probe_class=2, cost=40, repair="path-traversal")
PAGES = 6
"""Pages beside the front page whose links and forms are read; a visit has them in common."""
MOST_PARAMETERS = 2
FILE_NAME = re.compile(r"(?:[^/\\?*:|\"<>]{1,60}/){0,4}[^/\\?*:|\"<>]{1,80}\.[A-Za-z][A-Za-z0-9]{1,4}")
"""A name with an ending, perhaps in folders."""
CLIMBS = (1, 2)
"""Folders to climb from the one where the named files lie."""
MARKERS = (
    ("robots.txt", ROBOTS),
    ("index.html", Get("/", max_bytes=FRONT_BYTES, fresh=False)),
)
"""Files that everybody may read, and how a visit asks for them anyway."""
FEW_BYTES = 20
"""A shorter file could be anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """A file that everybody may read."""

    name: str
    look: Look


def probe(target: Target) -> Probe:
    """Look for a parameter that leads out of its folder, known places first."""
    surface = yield from explore(target, most=PAGES)
    parameters = _parameters(target, surface)
    if not parameters:
        if surface.cause is not None:
            return undetermined(SPEC, surface.cause, "not every page could be looked at")
        return not_exposed(SPEC, "no parameter names a file")
    marker = yield from _marker()
    if marker is None:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the site has no file for everybody to be asked for")
    cause = surface.cause
    for parameter in parameters:
        answer = yield from _look(target, surface, parameter, marker)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(parameters)} parameters not all could be told")
    return not_exposed(SPEC, f"{len(parameters)} parameters name files and none leads out of its folder")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _parameters(target: Target, surface: Surface) -> list[Parameter]:
    """Give the parameters that name files, each place once; known places first."""
    offered: dict[Place, Parameter] = {}
    for parameter in surface.parameters:
        if FILE_NAME.fullmatch(parameter.value) and SOMEBODYS.search(parameter.value) is None:
            offered.setdefault(parameter.place, parameter)
    known = {
        place: offered.pop(place) if place in offered else unlinked(place).parameter
        for place in target.places
        if place.parameters
    }
    return [*known.values(), *list(offered.values())[:MOST_PARAMETERS]]


def _marker() -> Generator[Get, Page, Marker | None]:
    for name, get in MARKERS:
        page = yield get
        if page.failure is None and page.status == 200 and len(page.body) >= FEW_BYTES and not page.cut:
            return Marker(name=name, look=look(page))
    return None


def _look(
    target: Target, surface: Surface, parameter: Parameter, marker: Marker
) -> Generator[Get, Page, Observation | Cause | None]:
    """Climb from one parameter's folder: the answer, or why it tells nothing, or None where it stays in."""
    for climbs in CLIMBS:
        asked = parameter.target(_climbing(parameter.value, climbs, marker.name))
        page = yield Get(asked)
        cause = unseen(page)
        if cause is None and page.status == 200 and not surface.login_box and shows(page, LOGIN):
            # Sent on to a login page the files are closed; a login page in its place may hide anything.
            cause = Cause.LOGIN_PAGE if page.target == asked else None
        if cause is not None:
            return cause
        if page.status == 200 and look(page).blurred == marker.look.blurred:
            note = f"a path that climbs {climbs} folders brings the site's own {marker.name}"
            evidence = seen_on(page, note)
            climbed = yield from _proven(target, parameter, marker, climbs)
            return _told(target, surface, parameter, evidence) if climbed is True else climbed or None
    return None


def _climbing(value: str, climbs: int, name: str) -> str:
    """Write a path that leaves the folder of a value by so many steps, through the value's own folders."""
    folders = value.split("/")[:-1]
    return "/".join((*folders, *([".."] * (len(folders) + climbs)), name))


def _proven(
    target: Target, parameter: Parameter, marker: Marker, climbs: int
) -> Generator[Get, Page, Cause | bool]:
    """Say whether the climb brought the file: ask for what cannot exist, and without the climb."""
    beyond = yield Get(parameter.target(_climbing(parameter.value, climbs, f"{target.nonce}.txt")))
    if beyond.failure is not None:
        return beyond.failure
    if beyond.status == 200 and look(beyond).blurred == marker.look.blurred:
        return Cause.HONEYPOT
    within = yield Get(parameter.target(marker.name))
    if within.failure is not None:
        return within.failure
    # Where the name alone brings it too, the climb is cut off, or these are pages that anyone may read.
    return within.status != 200 or look(within).blurred != marker.look.blurred


def _told(target: Target, surface: Surface, parameter: Parameter, evidence: Evidence) -> Observation:
    """Say whether people's data stands behind a path that climbs."""
    named = any(explored.reading.classes for explored in surface.pages)
    if target.control.stated_records is None and not named:
        return undetermined(SPEC, Cause.NOT_GRANTED, "a path climbs, and nothing says whose data it reaches")
    return exposed(
        SPEC,
        "a parameter that names a file gives files outside of their folder",
        place=parameter.place,
        readings=(),
        records=stated_records(target.control, ()),
        evidence=(evidence,),
    )
