# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import socket
import threading
from contextlib import contextmanager
from ipaddress import ip_address

import dns.message
import dns.rcode
import dns.rrset
import pytest

from mendsky.net.probing.resolver import DnsResolver, NameNotFoundError, SystemResolver


@contextmanager
def name_server(names):
    """A name server on loopback that knows these names; `names` may be changed while it runs."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.61.9.1", 0))

        def serve():
            while True:
                packet, asker = listening.recvfrom(2048)
                if packet == b"end":
                    return
                asked = dns.message.from_wire(packet)
                answer = dns.message.make_response(asked)
                question = asked.question[0]
                addresses = names.get(question.name.to_text().rstrip("."))
                if addresses is None:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                for address in addresses or ():
                    kind = "A" if ip_address(address).version == 4 else "AAAA"
                    if question.rdtype == dns.rdatatype.from_text(kind):
                        answer.answer.append(dns.rrset.from_text(question.name, 0, "IN", kind, address))
                listening.sendto(answer.to_wire(), asker)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield DnsResolver("127.61.9.1", listening.getsockname()[1])
        finally:
            listening.sendto(b"end", listening.getsockname())
            thread.join()


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
