# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.graphql import INTROSPECTION, asking, lists, takes_post_alone
from mendsky.lab.open_api.graph import schema
from tests.probing import page_of

STRING = {"kind": "SCALAR", "name": "String"}
INT = {"kind": "SCALAR", "name": "Int"}


def many(made):
    return {"kind": "NON_NULL", "ofType": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": made}}}


def named(name):
    return {"kind": "OBJECT", "name": name}


def field(name, made, *arguments):
    return {"name": name, "args": list(arguments), "type": made}


def argument(name, made=INT, *, needed=False, otherwise=None):
    return {
        "name": name,
        "type": {"kind": "NON_NULL", "ofType": made} if needed else made,
        "defaultValue": otherwise,
    }


def offered(*root, **types):
    types = {"Person": [field("note", STRING), field("sfzh", STRING)], "Query": root} | types
    described = [{"kind": "OBJECT", "name": name, "fields": list(fields)} for name, fields in types.items()]
    whole = {"data": {"__schema": {"queryType": {"name": "Query"}, "types": described}}}
    return [one.shape for one in lists(json.dumps(whole), "/graphql")]


def test_the_lab_s_schema_offers_its_list_alone():
    (one,) = lists(json.dumps({"data": schema()}), "/api/graphql")
    assert (one.path, one.shape) == ("/api/graphql", "insuredList(first){sfzh sjh xm}")


def test_introspection_is_one_whole_question():
    assert INTROSPECTION.count("{") == INTROSPECTION.count("}")
    assert asking("/graphql").startswith("/graphql?query=%7B__schema%7B")
    assert "mutation" not in INTROSPECTION


@pytest.mark.parametrize(
    ("asked", "shapes"),
    [
        (field("all", many(named("Person"))), ["all{sfzh note}"]),
        (field("all", many(named("Person")), argument("first", needed=True)), ["all(first){sfzh note}"]),
        (field("all", many(named("Person")), argument("dq", STRING)), ["all{sfzh note}"]),
        (field("all", many(named("Person")), argument("dq", STRING, needed=True, otherwise='"1"')),
         ["all{sfzh note}"]),
        (field("all", many(named("Person")), argument("dq", STRING, needed=True)), []),
        (field("all", many(named("Person")), argument("first", STRING, needed=True)), []),
        (field("one", named("Person")), []),
        (field("deleteAll", many(named("Person"))), []),
        (field("words", many(STRING)), []),
        (field("all", many(named("None"))), []),
    ],
    ids=["plain", "paged", "optional", "with a default", "needs a value", "paged by a text", "one record",
         "acts", "words", "unknown type"],
)  # fmt: skip
def test_a_list_is_offered_where_it_needs_no_value(asked, shapes):
    assert offered(asked) == shapes


def test_a_list_below_the_root_is_offered_too():
    connection = [field("totalCount", INT), field("edges", many(named("Edge")))]
    rows = [field("rows", many(named("Person")), argument("size", needed=True))]
    edge = [field("cursor", STRING), field("node", named("Person"))]
    root = [field("all", named("Connection"), argument("first")), field("page", named("Rows"))]
    assert offered(*root, Connection=connection, Edge=edge, Rows=rows) == [
        "all(first){edges{node{sfzh note}}}",
        "page{rows(size){sfzh note}}",
    ]


def test_lists_in_which_people_are_told_come_first():
    notices = [
        field("title", STRING),
        field("remove", STRING),
        field("by", STRING, argument("x", needed=True)),
    ]
    root = [field("notices", many(named("Notice"))), field("all", many(named("Person")))]
    assert offered(*root, Notice=notices) == ["all{sfzh note}", "notices{title}"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"errors": []}',
        '{"data": null}',
        '{"data": {"__schema": {"types": 7}}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_schema_offers_nothing(text):
    assert lists(text, "/graphql") == ()


@pytest.mark.parametrize(
    ("status", "text", "alone"),
    [
        (405, "", True),
        (400, '{"errors": [{"message": "blocked as a potential Cross-Site Request Forgery (CSRF)"}]}', True),
        (
            404,
            '{"code": "not-found", "error": "resource does not exist"}',
            True,
        ),
        (400, "GraphQL only supports POST requests", True),
        (400, "requires a POST request", True),
        (400, "GraphQL only supports GET and POST requests.", False),
        (400, '{"errors": [{"message": "introspection is not allowed"}]}', False),
        (404, "<html>only posted on Mondays</html>", False),
        (404, "<html>only POST</html>", False),
        (200, "only POST", False),
        (401, '{"message": "no key"}', False),
    ],
)
def test_an_interface_that_takes_post_alone_is_told_by_its_words(status, text, alone):
    page = page_of("/graphql", text, status=status)
    assert takes_post_alone(page, random_status=404) is alone


def test_a_refusal_of_get_is_an_interface_s_where_it_allows_post_or_is_no_page():
    blocked = page_of("/graphql", "<html>blocked by a firewall</html>", status=405)
    allowing = page_of("/graphql", "<html>Not Allowed</html>", status=405, headers={"allow": "POST, OPTIONS"})
    assert not takes_post_alone(blocked, random_status=404)
    assert takes_post_alone(allowing, random_status=404)


def test_a_server_that_refuses_get_everywhere_says_nothing_of_one_address():
    assert not takes_post_alone(page_of("/graphql", status=405), random_status=405)


VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(["OBJECT", "LIST", "NON_NULL", "SCALAR", "Query", "a b", "Int"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "name", "fields", "args", "type", "ofType", "queryType", "types"]), inner
        )
    ),
    max_leaves=25,
)


@given(VALUES)
def test_no_schema_makes_it_raise(schema):
    lists(json.dumps({"data": {"__schema": schema}}), "/graphql")
