# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of the lab, asked for over UDP."""

import dns.message
import dns.query
import dns.rcode

HOST = "yb-3f2.lab.test"


def ask(lab, name, kind="A"):
    address, _, port = lab.ready["dns"].partition(":")
    return dns.query.udp(dns.message.make_query(name, kind), address, port=int(port), timeout=10)


def addresses(answer):
    return [row.address for rrset in answer.answer for row in rrset]


def test_a_system_has_one_address(lab):
    assert addresses(ask(lab, "SB-7c1.lab.test.")) == [lab.ready["network"].replace("0.0/16", "1.2")]


def test_an_unknown_name_does_not_exist(lab):
    assert ask(lab, "nobody.lab.test").rcode() == dns.rcode.NXDOMAIN
    assert ask(lab, "example.org").rcode() == dns.rcode.NXDOMAIN


def test_a_known_name_has_no_address_of_another_kind(lab):
    answer = ask(lab, "sb-7c1.lab.test", "AAAA")
    assert (answer.rcode(), addresses(answer)) == (dns.rcode.NOERROR, [])


def test_a_name_can_be_repointed(lab):
    assert lab.post("/repoint", {"name": HOST, "address": "127.9.9.9"})[0] == 200
    assert addresses(ask(lab, HOST)) == ["127.9.9.9"]


def test_what_is_no_address_or_no_system_is_refused(lab):
    assert lab.post("/repoint", {"name": HOST, "address": "elsewhere"})[0] == 400
    assert lab.post("/repoint", {"name": "nobody.lab.test", "address": "127.0.0.1"})[0] == 400
    assert lab.post("/repoint", {"name": HOST})[0] == 400
