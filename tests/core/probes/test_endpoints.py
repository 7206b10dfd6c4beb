# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.endpoints import Endpoint, filled, guessed, is_paging, is_shape, served, worth_asking
from mendsky.core.probes.targets import place_may_act
from mendsky.core.terms.probing import Place
from tests.probing import NONCE, ORIGIN

PAGED = Endpoint(path="/api/list", fields=(("page", "1"), ("size", "2")))
SHAPED = Endpoint(path="/graphql", shape="people(first){xm sfzh}")


@pytest.mark.parametrize("endpoint", [PAGED, SHAPED, Endpoint(path="/api/a")])
def test_a_place_is_asked_as_the_endpoint_was_that_became_it(endpoint):
    assert guessed(endpoint.place) == endpoint
    assert not place_may_act(endpoint.place)


def test_an_endpoint_is_asked_for_the_first_few():
    assert PAGED.target == "/api/list?page=1&size=2"
    assert SHAPED.target == "/graphql?query=%7Bpeople%28first%3A2%29%7Bxm%20sfzh%7D%7D"
    assert guessed(Place(group="/api/v{n}/list")).target == "/api/v1/list"


def test_beside_it_is_one_that_cannot_exist():
    assert PAGED.missing(NONCE) == f"/api/{NONCE}"
    assert SHAPED.missing(NONCE) == f"/graphql?query=%7B{NONCE}%7D"


@pytest.mark.parametrize(
    ("shape", "document"),
    [
        ("people{xm}", "{people{xm}}"),
        ("people(first,page){xm sfzh}", "{people(first:2,page:1){xm sfzh}}"),
        ("people(first){edges{node{xm}}}", "{people(first:2){edges{node{xm}}}}"),
        ("people{rows(size){xm}}", "{people{rows(size:2){xm}}}"),
    ],
)
def test_a_shape_is_written_as_a_document(shape, document):
    assert is_shape(shape)
    assert filled(shape) == document


@pytest.mark.parametrize(
    "text",
    ["", "people", "people{}", "people{xm", "people{xm}}", "a}mutation{b", "a{b}}mutation{c{d}", "a(b:1){c}",
     'a{b}#"', "mutation a{b}", "a{b{c{d{e}}}}"],
)  # fmt: skip
def test_what_is_no_question_of_a_list_is_never_asked_as_one(text):
    assert not is_shape(text)
    asked = guessed(Place(group="/graphql", parameters=("query", text)))
    assert asked.fields == (("query", "2"), (text, "2"))


@pytest.mark.parametrize(
    ("name", "paging"), [("pageNum", True), ("limit", True), ("first", True), ("sfzh", False), ("dq", False)]
)
def test_parameters_by_which_an_answer_is_given_in_parts_are_known_by_name(name, paging):
    assert is_paging(name) is paging


@pytest.mark.parametrize(
    ("target", "worth"),
    [
        ("/api/list", True),
        ("/api/delete", False),
        ("/api/list?do=logout", False),
        ("/api/110101180001010010", False),
        ("/api/list.json", False),
        ("/a.js", False),
    ],
)
def test_what_acts_and_what_is_a_file_is_no_endpoint(target, worth):
    assert worth_asking(target) is worth


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("/a/b", "/a/b"),
        (f"{ORIGIN}/a", "/a"),
        ("http://10.0.0.8:8080/ws/a.asmx/All", "/ws/a.asmx/All"),
        ("http://inner", "/"),
        ("b", "/ws/b"),
        ("http://[", None),
    ],
)
def test_an_inner_address_is_asked_for_here(written, target):
    assert served(ORIGIN, "/ws/a.asmx", written) == target
