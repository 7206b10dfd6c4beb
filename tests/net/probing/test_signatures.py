# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A signature is made once per host and minute, and stands on every request."""

from mendsky.net.probing.signatures import Signatures
from tests.probing import door_with, grant_for, visit_to


class Clock:
    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


def signer_with(made):
    def sign(authority, at):
        made.append((authority, at))
        return (f"Signature: mendsky=:{len(made)}:",)

    return sign


def test_it_is_made_once_per_host_and_minute():
    made, clock = [], Clock(1200.5)
    signatures = Signatures(signer_with(made), clock)
    first = signatures.fields("a.lab.test")
    clock.at = 1259.9
    assert signatures.fields("a.lab.test") == first
    assert signatures.fields("b.lab.test") != first
    clock.at = 1260.0
    assert signatures.fields("a.lab.test") != first
    assert made == [("a.lab.test", 1200), ("b.lab.test", 1259), ("a.lab.test", 1260)]


def test_of_a_minute_that_is_over_nothing_is_kept():
    clock = Clock(60.0)
    signatures = Signatures(signer_with([]), clock)
    for number in range(100):
        signatures.fields(f"{number}.lab.test")
    clock.at = 120.0
    signatures.fields("a.lab.test")
    assert len(signatures._made) == 1


def test_where_nobody_signs_there_are_no_fields():
    assert Signatures(None).fields("a.lab.test") == ()


def test_every_request_of_a_visit_carries_the_same_signature(listen, says, written):
    made, listener = (
        [],
        listen(says({"/": written("", "302 Found", "Location: /home"), "/home": written("x")})),
    )
    door = door_with(grant_for(listener.origin), signer=signer_with(made))
    next(door.run([visit_to(listener.origin)]))
    assert len(listener.heard) > 2
    assert all(b"\r\nSignature: mendsky=:" in request for request in listener.heard)
    assert {authority for authority, _ in made} == {f"{listener.address}:{listener.port}"}
    assert len(made) <= 2


def test_a_door_without_signer_sends_no_signature(listen, says, written):
    listener = listen(says(written("x")))
    next(door_with(grant_for(listener.origin)).run([visit_to(listener.origin)]))
    assert listener.heard
    assert not any(b"signature" in request.lower() for request in listener.heard)
