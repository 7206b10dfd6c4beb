# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ZooKeeper that shows people's records to whoever connects, without a login.

Asks for the names of nodes, how much each holds, and of a few what that is, no more than the grant lets a
sample read. It never writes or watches, and no name that may be somebody's number is sent. CWE-306.
"""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, unquote

from mendsky.core.probes import jute
from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.files import LIKELY, may_ask
from mendsky.core.probes.jute import Reply
from mendsky.core.probes.marks import content
from mendsky.core.probes.talking import PROOF, Asked, Walk, ask, people_in, walked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-zookeeper",
    version=1,
    cwe=306,
    probe_class=1,
    cost=24,
    repair="open-zookeeper",
    only_reads=True,
    schemes=frozenset({"zookeeper"}),
)
MOST_BYTES = 262_144
MOST_PARENTS = 7
MOST_CHILDREN = 50
"""Children of one node of which it is asked how much they hold."""
FEW = 5
"""Nodes whose content is asked for at once, where the grant lets so many records be read."""
OWN = frozenset({"/zookeeper"})
"""What the product keeps for itself."""
NO_NODE = -101
NO_RIGHT = -102
ENDED = frozenset({-115, -124})
"""AUTHFAILED, SESSIONCLOSEDREQUIRESASLAUTH (`KeeperException.Code`): the connection ends with them."""
CLOSED = frozenset({NO_RIGHT, *ENDED})


@dataclass(kw_only=True, slots=True)
class Look(Walk[str]):
    """Nodes whose children were looked at, and those whose are to be."""

    left: int
    """Records that the grant still lets be read."""


def probe(target: Target) -> Probe:
    """Look below the known nodes, then down from the root."""
    begun = yield from ask("connect", jute.CONNECT, MOST_BYTES, jute.are_whole(1))
    if isinstance(begun, Cause):
        return undetermined(SPEC, begun, "it does not answer as ZooKeeper does")
    session = jute.is_session(content(begun))
    if not session:
        cause = Cause.NO_ANSWER if session is None else Cause.SERVER_ERROR
        cause = Cause.TOO_LARGE if begun.cut else cause
        return undetermined(SPEC, cause, "it begins no session")
    known = [unquote(place.group) for place in target.places]
    look = Look(waiting=list(dict.fromkeys((*known, "/"))), left=target.sample_records)
    answer = yield from walked(look, MOST_PARENTS, partial(_below, target, look))
    if isinstance(answer, Observation):
        return answer
    if answer is not None:
        return undetermined(SPEC, answer, f"below {len(look.seen)} nodes not all could be told")
    return not_exposed(SPEC, f"samples below {len(look.seen)} nodes show nobody without a login")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _below(target: Target, look: Look, parent: str) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look at the children of one node; None where they show nobody."""
    if not _askable(parent):
        return Cause.OVER_BUDGET
    asked = jute.questions(jute.GET_CHILDREN, [parent])
    page = yield from ask("names of nodes", asked, MOST_BYTES, jute.are_whole(1), values=jute.listed)
    if isinstance(page, Cause):
        return page
    if people_in(page) >= PROOF:
        return (yield from _shown(target, parent, page))
    named = _named(look, page)
    if not isinstance(named, list):
        return named
    paths = [f"{parent.rstrip('/')}/{name}" for name in named]
    return (yield from _sample(target, look, parent, [path for path in paths if path not in OWN]))


def _named(look: Look, page: Page) -> list[str] | Cause | None:
    """Read the names of children; None where they are shown to nobody."""
    replies = _read(page, 1)
    if isinstance(replies, Cause):
        return replies
    if replies[0].error in ENDED:
        look.waiting.clear()
    if replies[0].error:
        return _refusal(replies[0])
    named = jute.names(replies[0].content)
    return Cause.NO_ANSWER if named is None else named


def _sample(
    target: Target, look: Look, parent: str, paths: list[str]
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask how much some children hold, and what that is of a few."""
    askable = sorted(filter(_askable, paths), key=lambda path: LIKELY.search(path) is None)[:MOST_CHILDREN]
    if not askable:
        return Cause.OVER_BUDGET if paths else None
    page = yield from ask(
        f"how much {len(askable)} nodes hold",
        jute.questions(jute.EXISTS, askable),
        MOST_BYTES,
        jute.are_whole(len(askable)),
        values=_nothing,
    )
    replies = page if isinstance(page, Cause) else _read(page, len(askable))
    if isinstance(replies, Cause):
        return replies
    nodes = {path: jute.node(reply.content) for path, reply in zip(askable, replies, strict=True)}
    known = {path: node for path, node in nodes.items() if node is not None}
    below = [path for path, node in known.items() if node.children and path not in look.seen]
    look.waiting += [path for path in below if path not in look.waiting]
    holding = [path for path, node in known.items() if node.size > 0]
    return (yield from _read_some(target, look, parent, holding)) if holding else None


def _read_some(
    target: Target, look: Look, parent: str, holding: list[str]
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask what a few nodes hold, all at once, so that people are told apart over all of them."""
    if look.left < PROOF:
        return Cause.NOT_GRANTED
    few = holding[: min(FEW, look.left)]
    look.left -= len(few)
    page = yield from ask(
        f"content of {len(few)} nodes",
        jute.questions(jute.GET_DATA, few),
        MOST_BYTES,
        jute.are_whole(len(few)),
        values=jute.held,
    )
    if isinstance(page, Cause):
        return page
    if people_in(page) >= PROOF:
        return (yield from _shown(target, parent, page))
    replies = _read(page, len(few))
    if isinstance(replies, Cause):
        return replies
    return next((cause for reply in replies if reply.error and (cause := _refusal(reply))), None)


def _askable(path: str) -> bool:
    return path == "/" or all(map(may_ask, path.removeprefix("/").split("/")))


def _nothing(_: bytes) -> bytes:
    """Say that times and sizes are nobody's numbers."""
    return b""


def _read(page: Page, count: int) -> list[Reply] | Cause:
    found = jute.read(content(page), count)
    return (Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER) if found is None else found


def _refusal(reply: Reply) -> Cause | None:
    """Say why a refusal may yet hide somebody; None where it does not."""
    return None if reply.error in {NO_NODE, *CLOSED} else Cause.SERVER_ERROR


def _shown(target: Target, parent: str, page: Page) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a node that does not exist shows something too."""
    people, readings = people_in(page), (page.reading,)
    evidence = Evidence(
        target=f"{page.target} below {quote(parent)}", status=0, note=f"the answer shows {people} people"
    )
    asked = jute.questions(jute.GET_DATA, [f"/{target.nonce}"])
    control = yield from ask("content of a random node", asked, MOST_BYTES, jute.are_whole(1))
    replies = control if isinstance(control, Cause) else _read(control, 1)
    if isinstance(control, Cause) or isinstance(replies, Cause):
        return control if isinstance(control, Cause) else Cause.NO_ANSWER
    if not replies[0].error:
        return Cause.HONEYPOT
    line = seen_on(control, "a node that does not exist shows nobody")
    return exposed(
        SPEC,
        "a store of settings shows people's records to whoever connects",
        place=Place(group=quote(parent)),
        readings=readings,
        records=Estimate(low=people, point=None, high=None, sampled=True),
        evidence=(evidence, line),
    )
