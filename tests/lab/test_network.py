# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of a lab: loopback or nothing."""

import asyncio
import socket

import pytest

from mendsky.lab.network import Network, NetworkError, candidates, listen, on_common_port, require_loopback


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "10.0.0.1", "128.0.0.1", "::1", "localhost"])  # noqa: S104
def test_anything_but_a_loopback_address_is_refused(address):
    with pytest.raises(NetworkError, match=r"127\.x\.y\.z"):
        require_loopback(["127.1.2.3", address])


def test_no_address_at_all_is_refused_because_it_would_mean_every_one():
    with pytest.raises(NetworkError, match="none was given"):
        require_loopback([])


def test_a_wildcard_is_refused_where_the_socket_is_opened():
    with pytest.raises(NetworkError):
        asyncio.run(listen(asyncio.Protocol, ["0.0.0.0"], 0))  # noqa: S104


def test_a_named_network_is_the_only_candidate():
    assert list(candidates("127.77")) == [Network(octet=77)]


def test_a_text_leads_to_the_same_candidates_each_time():
    first, again, other = (list(candidates(f"auto:{text}")) for text in ("here", "here", "there"))
    assert first == again
    assert first[0] != other[0]
    assert len(set(first)) == len(first) == 221
    assert all(20 <= network.octet <= 240 for network in first)


@pytest.mark.parametrize("text", ["10.0", "127", "127.0", "127.255", "127.x", "", "127.1.2"])
def test_another_network_is_refused(text):
    with pytest.raises(NetworkError):
        list(candidates(text))


def test_addresses_of_systems_do_not_repeat():
    network = Network(octet=77)
    addresses = [network.system(position) for position in range(1000)]
    assert len(set(addresses)) == 1000
    assert addresses[0] == "127.77.1.1"
    assert addresses[250] == "127.77.2.1"


def test_a_busy_port_is_passed_over():
    network = Network(octet=18)

    async def both():
        async def open_all(port):
            return await listen(asyncio.Protocol, [network.system(0), network.system(1)], port)

        first_port, first = await on_common_port(network, None, open_all)
        second_port, second = await on_common_port(network, None, open_all)
        first.close()
        second.close()
        return first_port, second_port

    first_port, second_port = asyncio.run(both())
    assert first_port != second_port


def test_a_port_that_was_asked_for_and_is_busy_is_an_error():
    network = Network(octet=18)
    with socket.create_server((network.system(5), 0)) as busy:
        port = busy.getsockname()[1]

        async def open_all(candidate):
            return await listen(asyncio.Protocol, [network.system(4), network.system(5)], candidate)

        with pytest.raises(NetworkError, match="no free port"):
            asyncio.run(on_common_port(network, port, open_all))
