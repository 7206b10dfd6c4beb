# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core import identity
from mendsky.core.identity import nobodys
from mendsky.lab.people import Register
from tests.people import resident_id


def test_it_is_of_the_right_form_and_of_nobody_alive(nation):
    made = nobodys(resident_id(7), nation, "a-nonce")
    reading = identity.read(made.encode(), nation, (1800, 1899))
    assert [(seen.kind, seen.tier) for seen in reading.identifiers] == [("cn-resident-id", "A")]
    assert made[:6] == resident_id(7)[:6]


def test_each_visit_has_its_own_and_the_same_visit_the_same(nation):
    made = {nobodys(resident_id(7), nation, nonce) for nonce in ("a", "b", "c", "a")}
    assert len(made) == 3


def test_nobody_in_the_lab_has_it(nation):
    register = Register(nation)
    for nonce in "abcdefgh":
        made = nobodys(register.test_identity, nation, nonce)
        assert made != register.test_identity
        assert int(made[14:17]) >= 900


def test_an_identity_of_no_known_kind_has_no_such_number(nation):
    assert nobodys("T-1", nation, "a") == ""
