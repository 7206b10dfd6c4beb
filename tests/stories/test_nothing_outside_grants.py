# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the watch is asked to do, nothing arrives at the lab that no grant covers.

The lab notes every connection to any of its addresses. Each must be one that our own log of requests has.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Purpose
from tests.lab.conftest import running_lab

SHARES = ("granted", "never", "expired", "revoked", "opted-out", "another-network", "path")
"""What becomes of the systems in turn; those of the last are granted one path that none of them has."""


@pytest.fixture
def split(db, synthetic, settings):
    """Enter the lab's systems, a share of them granted; give the lab and origins by share."""
    from mendsky.apps.directory import services as directory

    with running_lab("--story", "small") as lab:
        now = datetime.fromisoformat(lab.ready["ends"])
        synthetic(now)
        settings.RESOLVER = lab.ready["dns"]
        inventory = lab.get("/inventory")
        origins = sorted(system["origin"] for system in inventory["systems"])
        shares = {share: origins[number :: len(SHARES)] for number, share in enumerate(SHARES)}
        signed = inventory["grants"][0]
        changes = {
            "granted": {},
            "expired": {"expires": (now - timedelta(days=1)).isoformat()},
            "revoked": {"revoked_at": (now - timedelta(days=1)).isoformat()},
            "opted-out": {},
            "another-network": {"networks": ["127.1.2.0/24"]},
            "path": {"paths": ["/nothing-is-here/"]},
        }
        grants = [
            {**signed, "id": share, "origins": shares[share], **change} for share, change in changes.items()
        ]
        opt_outs = [
            {
                "key": f"opt-out-{number}",
                "origin": origin,
                "starts": (now - timedelta(days=1)).isoformat(),
                "ends": (now + timedelta(days=1)).isoformat(),
                "reason": "asked to be left alone",
            }
            for number, origin in enumerate(shares["opted-out"])
        ]
        document = {
            "organisations": inventory["organisations"],
            "systems": inventory["systems"],
            "grants": grants,
            "optouts": opt_outs,
        }
        directory.import_document(document, now=now, synthetic=True)
        yield lab, shares


def test_every_connection_to_the_lab_is_one_that_a_grant_covers_and_our_log_has(split):
    from mendsky.apps.directory import queries as directory
    from mendsky.apps.watch import services
    from mendsky.apps.watch.sent import sent_to
    from mendsky.runtime import clocks

    lab, shares = split
    systems = {system.id: system.origin for system in directory.systems_in_scope(clocks.now())}
    assert set(systems.values()) == {origin for share in shares.values() for origin in share}
    for purpose in (Purpose.SWEEP, Purpose.CONFIRM):
        services.run([services.Item(system_id=system_id) for system_id in systems], purpose)
    sent: dict[str, Counter[str]] = defaultdict(Counter)
    for request in sent_to(systems):
        assert request.system in shares["granted"], request
        sent[request.address][f"{request.method} {request.target}"] += 1
    arrived = {address: log["connections"] for address, log in lab.get("/connections").items()}
    assert set(arrived) == set(sent)
    assert {request.system for request in sent_to(systems)} == set(shares["granted"])
    for address, connections in arrived.items():
        lines = [connection["first"].split(" ") for connection in connections if connection["first"]]
        heard = Counter(f"{method} {blanked(target)}" for method, target, _ in lines)
        assert heard <= sent[address], (address, heard - sent[address])
