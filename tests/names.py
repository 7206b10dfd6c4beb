# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real name server on loopback, for tests of whatever looks names up."""

import socket
import threading
from contextlib import contextmanager
from ipaddress import ip_address

import dns.message
import dns.rcode
import dns.rrset

from mendsky.net.probing.resolver import DnsResolver


@contextmanager
def name_server(names, texts=None):
    """A name server on loopback that knows these names and texts; both may be changed while it runs."""
    texts = {} if texts is None else texts
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
                name = question.name.to_text().rstrip(".")
                addresses = names.get(name)
                if addresses is None and name not in texts:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                for address in addresses or ():
                    kind = "A" if ip_address(address).version == 4 else "AAAA"
                    if question.rdtype == dns.rdatatype.from_text(kind):
                        answer.answer.append(dns.rrset.from_text(question.name, 0, "IN", kind, address))
                for text in texts.get(name, ()) if question.rdtype == dns.rdatatype.TXT else ():
                    pieces = " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
                    answer.answer.append(dns.rrset.from_text(question.name, 0, "IN", "TXT", pieces))
                listening.sendto(answer.to_wire(), asker)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield DnsResolver("127.61.9.1", listening.getsockname()[1])
        finally:
            listening.sendto(b"end", listening.getsockname())
            thread.join()
