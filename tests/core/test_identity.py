# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""No value leaves the package: neither by a repr nor by an exception."""

import traceback

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from mendsky.core import identity
from mendsky.nations.load import load

CN = load("cn")
BORN = (1800, 1899)


def numbers():
    """Well-made and broken numbers of both kinds."""
    bodies = st.builds(
        lambda year, day, order: f"230101{year}03{day:02}{order:03}",
        st.integers(1800, 1899),
        st.integers(1, 40),
        st.integers(0, 999),
    )
    checked = bodies.map(lambda body: body + ric.calc_check_digit(body + "0"))
    broken = bodies.map(lambda body: body + "5")
    phones = st.integers(0, 10**9 - 1).map(lambda n: f"13{n:09}")
    return st.one_of(checked, checked.map(str.lower), broken, phones)


def wrapped(value):
    """A number in surroundings that a page may give it, and some that no page should."""
    return st.sampled_from(
        [
            f"身份证 {value}",
            f"手机,{value}\n",
            f"<table><tr><th>tel<tr><td>{value}",
            f"\\u4e2d{value}",
            f"x{value}",
        ]
    )


CONTENTS = numbers().flatmap(lambda value: st.tuples(st.just(value), wrapped(value)))


def spoken(call):
    """Everything that a call says: the repr of its result, or its exception with causes."""
    try:
        return repr(call())
    except (ValueError, KeyError) as error:
        return (
            "".join(traceback.format_exception_only(error)) + repr(error.__cause__) + repr(error.__context__)
        )


@given(CONTENTS, st.sampled_from(["utf-8", "gb18030"]), st.binary(max_size=33))
def test_no_public_function_says_a_value(case, encoding, key):
    value, text = case
    content = text.encode(encoding)
    stream = identity.Stream(CN, BORN)
    found = identity.find(content, CN, BORN)
    said = (
        spoken(lambda: found),
        spoken(lambda: found.select(found.tier < 2)),
        spoken(lambda: identity.Identifiers.joined([found, found.select(found.kind == 99)])),
        spoken(lambda: (stream.feed(content), stream.end())),
        spoken(lambda: identity.read(content, CN, BORN)),
        spoken(lambda: identity.beginning(content, CN, BORN, most=1)),
        spoken(lambda: identity.people(identity.read(content, CN, BORN))),
        spoken(lambda: identity.masked(content, CN)),
        spoken(lambda: identity.redact(content, CN, BORN)),
        spoken(lambda: identity.pseudonyms(found, key)),
        spoken(lambda: identity.pseudonyms(found, key, bits=7)),
    )
    for text_said in said:
        assert value not in text_said
        assert value[2:] not in text_said


def test_what_the_package_shows_is_known_by_name():
    assert set(identity.__all__) == {
        "Identifiers", "Stream", "beginning", "find", "masked", "nobodys", "people", "prepare",
        "pseudonyms", "read", "redact",
    }  # fmt: skip
