# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from ipaddress import ip_address

import pytest

from mendsky.net.probing.resolver import DnsResolver, NameNotFoundError, SystemResolver
from tests.names import name_server


def test_a_given_name_server_is_asked():
    with name_server({"yb.lab.test": ["127.61.1.1", "127.61.1.2"], "six.lab.test": ["::1"]}) as resolver:
        assert resolver.resolve("yb.lab.test") == (ip_address("127.61.1.1"), ip_address("127.61.1.2"))
        assert resolver.resolve("six.lab.test") == (ip_address("::1"),)


@pytest.mark.parametrize("host", ["unknown.lab.test", "empty.lab.test", "a..b", "x" * 70 + ".test"])
def test_a_name_without_an_address_is_not_found(host):
    with name_server({"empty.lab.test": []}) as resolver, pytest.raises(NameNotFoundError):
        resolver.resolve(host)


def test_a_name_is_never_completed_with_a_search_domain():
    with name_server({"yb.lab.test": ["127.61.1.1"]}) as resolver, pytest.raises(NameNotFoundError):
        resolver.resolve("yb")


@pytest.mark.parametrize("resolver", [SystemResolver(), DnsResolver("127.61.9.9", 9)])
@pytest.mark.parametrize("host", ["127.61.1.1", "::1"])
def test_an_address_written_out_needs_no_asking(resolver, host):
    assert resolver.resolve(host) == (ip_address(host),)


def test_the_machine_knows_its_own_name():
    assert ip_address("127.0.0.1") in SystemResolver().resolve("localhost")


def test_the_machine_does_not_know_a_name_that_cannot_be():
    with pytest.raises(NameNotFoundError):
        SystemResolver().resolve("x..invalid")


def test_texts_are_read_whole_and_fresh_each_time():
    texts = {"_mendsky.yb.lab.test": ["one", "two " + "x" * 300]}
    with name_server({}, texts) as resolver:
        assert resolver.texts("_mendsky.yb.lab.test") == tuple(texts["_mendsky.yb.lab.test"])
        texts["_mendsky.yb.lab.test"] = ["three"]
        assert resolver.texts("_mendsky.yb.lab.test") == ("three",)


@pytest.mark.parametrize("name", ["_mendsky.unknown.lab.test", "a..b", "x" * 70 + ".test"])
def test_where_no_text_can_be_read_there_is_none(name):
    with name_server({}) as resolver:
        assert resolver.texts(name) == ()
