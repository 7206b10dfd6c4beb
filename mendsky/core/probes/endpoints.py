# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One endpoint of an interface for programs that can be asked without knowing a value."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mendsky.core.probes.surface import SOMEBODYS
from mendsky.core.probes.targets import (
    FILE,
    STATIC,
    Fields,
    kept_name,
    may_act,
    on_origin,
    read_name,
    template,
    with_query,
)
from mendsky.core.terms.probing import Place

PAGE = re.compile(r"page_?(?:num(?:ber)?|no|index)?|current(?:_?page)?|p|offset|start", re.IGNORECASE)
SIZE = re.compile(r"(?:page_?)?size|limit|rows|count|per_?page|first|take", re.IGNORECASE)
"""How parameters are called by which an endpoint gives its answer in parts."""
FEW = "2"
"""How many entries are asked for where an endpoint lets them be chosen."""
PEOPLE = re.compile(
    r"person|people|resident|citizen|insured|patient|student|member|staff|user|renyuan|canbao|identity|id_?card"
    r"|sfz|zjh|gmsf|passport|phone|mobile|sjh|shouji|birth|csrq|full_?name|xing_?ming",
    re.IGNORECASE,
)
"""How paths and fields are called in which people are told, in English and in pinyin: asked before others."""
GRAPH = "query"
"""Parameter in which GraphQL takes a question by GET (https://graphql.org/learn/serving-over-http/)."""
MOST_LEAVES = 8
NAME = r"[_A-Za-z][_0-9A-Za-z]{0,79}"
FIELD = rf"{NAME}(?:\({NAME}(?:,{NAME}){{0,3}}\))?"
SHAPE = re.compile(rf"{FIELD}(?:\{{{FIELD}){{0,2}}\{{{NAME}(?: {NAME}){{0,{MOST_LEAVES - 1}}}\}}{{1,3}}")
ARGUMENTS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One question that needs no value, but which page and how many."""

    path: str
    fields: Fields = ()
    shape: str = ""
    """What is asked of GraphQL, as `people(first){name phone}`: values and outer braces left out."""

    @property
    def target(self) -> str:
        """Write the target that asks."""
        return self._asking(filled(self.shape)) if self.shape else with_query(self.path, self.fields)

    @property
    def place(self) -> Place:
        """Give the place that this endpoint is; where several share an address, with what is asked there."""
        names = (GRAPH, self.shape) if self.shape else tuple(name for name, _ in self.fields)
        return Place(group=template(self.path), parameters=tuple(map(kept_name, names)))

    def missing(self, nonce: str) -> str:
        """Write the target of an endpoint beside it that cannot exist."""
        return self._asking(f"{{{nonce}}}") if self.shape else f"{self.path.rpartition('/')[0]}/{nonce}"

    def _asking(self, document: str) -> str:
        return with_query(self.path, ((GRAPH, document),))


def guessed(place: Place) -> Endpoint:
    """Write how to ask at a place that nothing names now: the first few entries of the first page."""
    names, path = tuple(map(read_name, place.parameters)), place.group.replace("{n}", "1")
    if len(names) == 2 and names[0] == GRAPH and is_shape(names[1]):
        return Endpoint(path=path, shape=names[1])
    return Endpoint(path=path, fields=tuple((name, paged(name)) for name in names))


def is_shape(text: str) -> bool:
    """Say whether a text is one question of GraphQL, and can be nothing else: a mutation least of all."""
    return SHAPE.fullmatch(text) is not None and text.count("{") == text.count("}")


def filled(shape: str) -> str:
    """Write the document of a shape: the arguments' values and outer braces put in."""
    return f"{{{ARGUMENTS.sub(lambda found: f'({_valued(found[1])})', shape)}}}"


def is_paging(name: str) -> bool:
    """Say whether a parameter is called as those by which an answer is given in parts."""
    return PAGE.fullmatch(name) is not None or SIZE.fullmatch(name) is not None


def paged(name: str) -> str:
    """Give the value by which a parameter of that name asks for the first few."""
    return "1" if PAGE.fullmatch(name) else FEW


def worth_asking(target: str) -> bool:
    """Say whether a target may be an endpoint's: it acts on nothing, and is no file and nobody's record."""
    path = target.partition("?")[0]
    if may_act(target) or SOMEBODYS.search(target) is not None:
        return False
    return STATIC.search(path) is None and FILE.search(path) is None


def served(origin: str, at: str, written: str) -> str | None:
    """Give the target of an address that a description names.

    Behind a front server a program writes its own inner address: its path is then asked for here.
    """
    try:
        inner = urlsplit(written.strip()).path
    except ValueError:
        return None
    return on_origin(origin, at, written) or on_origin(origin, at, inner or "/")


def _valued(arguments: str) -> str:
    return ",".join(f"{name}:{paged(name)}" for name in arguments.split(","))
