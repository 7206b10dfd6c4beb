# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.descriptions import endpoints
from tests.probing import ORIGIN

PAGED = {"parameters": [{"name": "pageNum", "in": "query"}, {"name": "size", "in": "query"}]}
NAMED = {"parameters": [{"name": "sfzh", "in": "query", "required": True}]}


def found(described, at="/v2/api-docs"):
    text = described if isinstance(described, str) else json.dumps(described)
    return [one.target for one in endpoints(text, ORIGIN, at)]


@pytest.mark.parametrize(
    "base", [{"swagger": "2.0", "basePath": "/api"}, {"openapi": "3.0.1", "servers": [{"url": "/api"}]}]
)
def test_a_description_names_what_can_be_asked_without_knowing_more(base):
    paths = {
        "/person/list": {"get": PAGED, "post": {}},
        "/person/{id}": {"get": {}},
        "/person/find": {"get": NAMED},
        "/person/add": {"post": {}},
        "/person/delete": {"get": {}},
        "/ping": {"get": {}},
    }
    assert found({**base, "paths": paths}) == ["/api/person/list?pageNum=1&size=2", "/api/ping"]


def test_what_wants_a_login_by_its_description_is_asked_all_the_same():
    locked = {"get": {"security": [{"key": []}]}}
    assert found({"security": [{"key": []}], "paths": {"/api/list": locked}}) == ["/api/list"]


def test_parameters_are_found_behind_references_and_on_the_path():
    components = {
        "page": {"name": "pageNum", "in": "query", "required": True},
        "also/so": {"$ref": "#/components/parameters/page"},
        "who": {"name": "sfzh", "in": "query", "required": True},
        "round": {"$ref": "#/components/parameters/round"},
    }
    paths = {
        "/api/paged": {"get": {"parameters": [{"$ref": "#/components/parameters/also~1so"}]}},
        "/api/needs": {"parameters": [{"$ref": "#/components/parameters/who"}], "get": {}},
        "/api/round": {"get": {"parameters": [{"$ref": "#/components/parameters/round"}]}},
        "/api/other": {"get": {"parameters": [{"$ref": "other.json#/x"}, {"$ref": "#/nowhere/at/all"}]}},
        "/api/item": {"$ref": "#/x-items/0"},
        "/api/eased": {
            "parameters": [{"name": "dq", "in": "query", "required": True}],
            "get": {"parameters": [{"name": "dq", "in": "query"}]},
        },
        "/api/held": {"$ref": "#/x-items/held"},
    }
    described = {"paths": paths, "components": {"parameters": components}, "x-items": {"held": {"get": {}}}}
    assert found(described) == [
        "/api/paged?pageNum=1",
        "/api/round",
        "/api/other",
        "/api/eased",
        "/api/held",
    ]


@pytest.mark.parametrize(
    ("servers", "asked"),
    [
        ([{"url": "https://test.example/v9"}, {"url": f"{ORIGIN}/v1"}], "/v1/list"),
        ([{"url": "http://localhost:8080/inner"}], "/inner/list"),
        ([{"url": "http://localhost:8080"}], "/list"),
        ([{"url": "/{stage}/v1", "variables": {"stage": {"default": "prod"}}}], "/prod/v1/list"),
        ([{"url": "v1"}], "/docs/v1/list"),
        ([], "/list"),
        ([7], "/list"),
    ],
)
def test_the_server_on_this_origin_stands_before_the_path(servers, asked):
    described = {"servers": servers, "paths": {"/list": {"get": {}}}}
    assert found(described, "/docs/openapi.json") == [asked]


def test_the_nearest_servers_count():
    near = {"get": {"servers": [{"url": "/c"}]}, "servers": [{"url": "/b"}]}
    paths = {"/near": near, "/item": {"get": {}, "servers": [{"url": "/b"}]}, "/root": {"get": {}}}
    assert found({"servers": [{"url": "/a"}], "paths": paths}) == ["/c/near", "/b/item", "/a/root"]


def test_an_endpoint_elsewhere_is_left_out():
    assert (
        found({"servers": [{"url": "http://other.test/api"}], "paths": {"//other.test/x": {"get": {}}}}) == []
    )


def test_an_index_names_paths_as_its_values():
    index = {
        "label": "x",
        "list": f"{ORIGIN}/api/person/list",
        "more": {"deep": ["/api/org", "http://o.test/"]},
    }
    assert found(index, "/api") == ["/api/person/list", "/api/org"]


def test_a_script_names_what_it_calls():
    script = "axios.get('/api/person/list'); load('/static/a.js'); x = \"/rest/v1/canbao\"; y = '/index/page'"
    assert found(script, "/js/app.js") == ["/api/person/list", "/rest/v1/canbao"]


VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(["/api/x", "/a/{id}", "http://[", "x", "get", "query", "#/paths", "#/get/x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "paths",
                    "get",
                    "parameters",
                    "servers",
                    "basePath",
                    "url",
                    "name",
                    "/x",
                    "$ref",
                    "variables",
                ]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(VALUES)
def test_no_description_makes_it_raise(described):
    assert all(target.startswith("/") for target in found(described))


def test_a_description_nested_without_end_is_nothing():
    assert found("[" * 100_000) == []
