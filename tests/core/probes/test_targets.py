# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes import targets
from mendsky.core.probes.targets import (
    Parameter,
    blanked,
    fields_of,
    kept_name,
    may_act,
    numbered,
    on_origin,
    place_may_act,
    read_name,
    template,
    with_query,
)
from mendsky.core.terms.probing import Place

ORIGIN = "http://yb.lab.test:8080"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/yb/query?id=33010218500101&name=x", "/yb/query?id=…&name=…"),
        ("/record/17", "/record/{n}"),
        ("/record/person_17.html", "/record/person_{n}.html"),
        ("/photo/33010218500101003X.jpg", "/photo/{n}.jpg"),
        ("/photo/a33010218500101003X.jpg", "/photo/a{n}.jpg"),
        ("/query2.jsp", "/query2.jsp"),
        ("/x?%E5%8C%BB=1", "/x?医=…"),
        ("/%E5%8C%BB/", "/医/"),
        ("/", "/"),
    ],
)
def test_values_and_numbers_are_blanked(target, shown):
    assert blanked(target) == shown


@given(
    number=st.integers(10**8, 10**18),
    path=st.sampled_from(["/a/{}", "/a/{}.csv", "/a?x={}", "/{}/b", "/x{}y"]),
)
def test_no_long_number_survives_blanking(number, path):
    assert str(number) not in blanked(path.format(number))


def test_no_path_with_a_long_number_is_kept():
    targets._blanked_path.cache_clear()
    for target in ("/record/33010218500101003X", "/%33%33010218500101", "/yb?id=1", "/record/17"):
        blanked(target)
    assert targets._blanked_path.cache_info().currsize == 1


@given(st.text(max_size=60))
def test_blanking_and_reading_never_raise(text):
    blanked("/" + text)
    numbered("/" + text)
    template("/" + text)
    may_act("/" + text)
    on_origin(ORIGIN, "/", text)


@pytest.mark.parametrize(
    ("target", "number", "place", "neighbour"),
    [
        ("/record/17", 17, Place(group="/record/{n}"), "/record/18"),
        ("/record/17.html", 17, Place(group="/record/{n}.html"), "/record/18.html"),
        ("/p/person_17.html?v=a", 17, Place(group="/p/person_{n}.html"), "/p/person_18.html?v=a"),
        ("/person?id=17", 17, Place(group="/person", parameters=("id",)), "/person?id=18"),
        ("/person?a=x&id=17&b=", 17, Place(group="/person", parameters=("id",)), "/person?a=x&id=18&b="),
        ("/person/17/print", 17, Place(group="/person/{n}/print"), "/person/18/print"),
        ("/2015/record/17", 17, Place(group="/{n}/record/{n}"), "/2015/record/18"),
    ],
)
def test_a_number_that_stands_for_a_record_is_found(target, number, place, neighbour):
    found = numbered(target)
    assert (found.number, found.place, found.target(number + 1)) == (number, place, neighbour)


@pytest.mark.parametrize("target", ["/", "/query2.jsp", "/person?id=330102185001010030", "/a/b", "/a?x=1a"])
def test_what_is_no_counter_is_left_alone(target):
    assert numbered(target) is None


def test_a_parameter_is_asked_with_its_other_fields():
    parameter = Parameter(path="/yb/query", fields=(("name", "x"), ("go", "1")), name="name")
    assert parameter.value == "x"
    assert parameter.target("x' AND '1'='1") == "/yb/query?name=x%27%20AND%20%271%27%3D%271&go=1"
    assert parameter.place == Place(group="/yb/query", parameters=("name",))


def test_the_first_value_of_a_name_counts():
    assert fields_of("a=1&b=&a=2") == (("a", "1"), ("b", ""))
    assert with_query("/x", ()) == "/x"


@pytest.mark.parametrize(
    "name", ["id", "医保号", "a b", "100%", b"\xd2\xbd".decode(errors="surrogateescape")]
)
def test_a_parameters_name_can_be_stored_and_read_back(name):
    kept_name(name).encode()
    assert read_name(kept_name(name)) == name


@pytest.mark.parametrize("target", ["/logout", "/x?action=delete&id=1", "/user/Remove/1", "/sign-out"])
def test_what_may_act_is_known_by_its_words(target):
    assert may_act(target)
    assert not may_act("/yb/query?id=1")


@pytest.mark.parametrize(
    ("base", "reference", "target"),
    [
        ("/", "yb/query?a=1", "/yb/query?a=1"),
        ("/yb/x", "query", "/yb/query"),
        ("/", "http://yb.lab.test:8080/a#part", "/a"),
        ("/", "http://YB.lab.test:8080/a", "/a"),
        ("/", "http://yb.lab.test/a", None),
        ("/", "https://yb.lab.test:8080/a", None),
        ("/", "//elsewhere.lab.test:8080/a", None),
        ("/", "http://yb.lab.test:8080@elsewhere.test/a", None),
        ("/", "mailto:x@y", None),
        ("/", "javascript:void(0)", None),
        ("/", "http://[", None),
        ("/", "/a//b", None),
        ("/x/", "/a/../b", "/b"),
        ("/x/", "/a/./.b?c=1#d", "/a/.b?c=1"),
        ("/x/", " /a/b.html?c=1&d= ", "/a/b.html?c=1&d="),
        ("/x/", "/a/?", "/a/"),
        ("/x/", "/a;b/%2e%2e/%41", "/a;b/%2e%2e/%41"),
        ("/", "/医", "/%E5%8C%BB"),
    ],
)
def test_only_references_to_the_same_origin_are_taken(base, reference, target):
    assert on_origin(ORIGIN, base, reference) == target


def test_an_origin_may_be_an_address_in_brackets():
    assert on_origin("http://[::1]:80", "/", "http://[::1]/a") == "/a"


@pytest.mark.parametrize(
    ("place", "acts"),
    [
        (Place(group="/yb/query", parameters=("id",)), False),
        (Place(group="/yb/delete", parameters=("id",)), True),
        (Place(group="/yb/query", parameters=("id", "delete")), True),
        (Place(group="/yb/query", parameters=("%64elete",)), True),
    ],
)
def test_a_known_place_may_act_by_its_path_or_by_a_name(place, acts):
    assert place_may_act(place) == acts
