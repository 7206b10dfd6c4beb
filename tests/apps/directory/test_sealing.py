# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from uuid import uuid4

import pytest

from mendsky.apps.directory import sealing
from mendsky.core.terms.grants import Account
from mendsky.keys.seal import SealError, seal

ADDRESS = "office@yb.lab.test"


def test_an_address_comes_back_from_its_seal(vault):
    contact = uuid4()
    sealed = sealing.seal_email(vault, contact, ADDRESS)
    assert ADDRESS.encode() not in sealed
    assert sealing.unseal_email(vault, contact, sealed) == ADDRESS


def test_a_sealed_address_does_not_open_in_another_row(vault):
    sealed = sealing.seal_email(vault, uuid4(), ADDRESS)
    with pytest.raises(SealError):
        sealing.unseal_email(vault, uuid4(), sealed)


def test_an_address_is_recognised_whatever_its_case_and_only_with_the_key(vault, tmp_path):
    from mendsky.keys.vault import Vault

    other = Vault(tmp_path / "other" / "vault.sqlite3")
    assert sealing.lookup(vault, ADDRESS) == sealing.lookup(vault, ADDRESS.upper())
    assert sealing.lookup(vault, ADDRESS) != sealing.lookup(vault, "post@yb.lab.test")
    assert sealing.lookup(vault, ADDRESS) != sealing.lookup(other, ADDRESS)


def test_test_identities_come_back_from_their_seal(vault):
    identities = ("220102189901010016", "220102189901010024")
    sealed = sealing.seal_identities(vault, "changchun-2015", 1, identities)
    assert identities[0].encode() not in sealed
    assert sealing.unseal_identities(vault, "changchun-2015", 1, sealed) == identities
    with pytest.raises(SealError):
        sealing.unseal_identities(vault, "changchun-2015", 2, sealed)


def test_without_test_identities_there_is_nothing_to_seal(vault):
    assert sealing.seal_identities(vault, "changchun-2015", 1, ()) == b""
    assert sealing.unseal_identities(vault, "changchun-2015", 1, b"") == ()


def test_accounts_come_back_from_the_seal_of_their_grant(vault):
    trial = Account(name="trial", passwords=("made-up-2",), test=True)
    accounts = (Account(name="office", passwords=("made-up-1",)), trial, Account(name="test"))
    for identities in ((), ("220102189901010016",)):
        sealed = sealing.seal_identities(vault, "changchun-2015", 1, identities, accounts)
        assert b"office" not in sealed
        assert sealing.unseal_identities(vault, "changchun-2015", 1, sealed) == identities
        assert sealing.unseal_accounts(vault, "changchun-2015", 1, sealed) == accounts
    alone = sealing.seal_identities(vault, "changchun-2015", 1, ("220102189901010016",))
    assert sealing.unseal_accounts(vault, "changchun-2015", 1, alone) == ()


def test_what_was_sealed_before_there_were_test_accounts_is_read(vault):
    context = b"directory_grant/test_identities/changchun-2015/1"
    sealed = seal(vault, sealing.KEY, json.dumps([[], [["office", "made-up-1"]]]).encode(), context)
    (office,) = sealing.unseal_accounts(vault, "changchun-2015", 1, sealed)
    assert (office.name, office.passwords, office.test) == ("office", ("made-up-1",), False)
