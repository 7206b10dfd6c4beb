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
    st.none() | st.integers() | st.sampled_from(["/api/x", "/a/{id}", "http://[", "x", "get", "query"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["paths", "get", "parameters", "servers", "basePath", "url", "name", "/x"]), inner
        )
    ),
    max_leaves=20,
)


@given(VALUES)
def test_no_description_makes_it_raise(described):
    assert all(target.startswith("/") for target in found(described))


def test_a_description_nested_without_end_is_nothing():
    assert found("[" * 100_000) == []
