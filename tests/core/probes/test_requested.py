# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.requested import MOST_REQUESTED, requested
from mendsky.core.probes.surface import explore
from mendsky.core.terms.probing import Place, Target
from tests.probing import NONCE, ORIGIN, WELL, site_of


def targets(front, **pages):
    target, site = Target(origin=ORIGIN, control=WELL, nonce=NONCE), site_of({"/": front, **pages})

    def whole():
        surface = yield from explore(target, most=3)
        return (yield from requested(target, surface))

    steps = whole()
    asked = next(steps)
    while True:
        try:
            asked = steps.send(site(asked))
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize(
    "markup",
    [
        '<script>fetch("/d/rows")</script>',
        "<script>fetch('/d/rows', {credentials: 'include'}).then(x)</script>",
        "<script>$.getJSON(`/d/rows`, show)</script>",
        '<script>axios.get("/d/rows")</script>',
        '<script type="text/javascript">$.ajax({type: "get", url: "/d/rows"})</script>',
        '<table class="grid" data-url="/d/rows">',
        '<script>fetch("/d/rows"); fetch("/d/rows")</script>',
    ],
)
def test_what_markup_asks_for_is_named(markup):
    assert targets(markup) == {Place(group="/d/rows"): "/d/rows"}


@pytest.mark.parametrize(
    "markup",
    [
        '<script>fetch("/d/rows?id=" + number)</script>',
        "<script>fetch(`/d/${id}`)</script>",
        '<script>fetch("/d/rows", {method: "POST"})</script>',
        '<script>fetch("/d/delete/all")</script>',
        '<script>fetch("http://elsewhere.test/d")</script>',
        '<script>fetch("/d/330102189001010010")</script>',
        '<script>fetch("/")</script>',
        '<script src="/a.js">fetch("/d/rows")</script>',
        'fetch("/d/rows") is how one asks',
        '<script>load("/d/rows")</script>',
    ],
)
def test_nothing_else_is(markup):
    assert targets(markup) == {}


def test_names_of_parameters_are_part_of_the_place():
    found = targets('<script>fetch("/d/rows?page=1&size=5")</script>')
    assert found == {Place(group="/d/rows", parameters=("page", "size")): "/d/rows?page=1&size=5"}


def test_only_the_first_few_are_asked():
    many = "".join(f'<script>fetch("/d/{name}")</script>' for name in ("one", "two", "three"))
    assert len(targets(many)) == MOST_REQUESTED
