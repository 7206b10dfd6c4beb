# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mendsky.core.census import theta
from mendsky.core.census.sketch_file import SketchDocument
from mendsky.keys import census, sign
from mendsky.keys.ticket import TicketError, read, seal_for

NOW = datetime(2015, 4, 1, tzinfo=UTC)


@pytest.fixture
def document(vault):
    return census.ticket(
        vault,
        series="2015",
        ticket_id="t",
        subject="s",
        birth_years=(1800, 1899),
        kinds=("cn-resident-id",),
        k=64,
        expires=NOW + timedelta(days=30),
        origin="mendsky.test",
    )


def sketched(**changes):
    parts = {
        "ticket": "t",
        "subject": "s",
        "series": "2015",
        "records": 9,
        "rows_without_identifier": 0,
        "low": 9,
        "point": 9,
        "high": 9,
        "sketch": theta.from_pseudonyms(np.arange(1, 10, dtype=np.uint64), 64),
    }
    return SketchDocument(**parts | changes)


def test_a_ticket_survives_the_way_as_json(vault, document):
    ticket = read(
        json.loads(json.dumps(document)), now=NOW, trusted_key=str(sign.verifier_key(vault, "mendsky.test"))
    )
    assert (ticket.ticket, ticket.series, ticket.subject, ticket.k) == ("t", "2015", "s", 64)
    assert ticket.pseudonym_key == vault.get("census/2015/pseudonyms")


def test_a_ticket_shows_no_secret_when_it_is_printed(document):
    assert "pseudonym" not in repr(read(document, now=NOW))


@pytest.mark.parametrize(
    "key", ["ticket", "origin", "series", "subject", "birth_years", "kinds", "k", "expires", "seal_to"]
)
def test_a_changed_ticket_is_refused(document, key):
    other = {
        "birth_years": [1900, 2015],
        "kinds": [],
        "k": 128,
        "expires": "2099-01-01T00:00:00Z",
        "seal_to": "A" * 43 + "=",
    }
    with pytest.raises(TicketError, match="changed"):
        read(document | {key: other.get(key, "other")}, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "mendsky-ticket/2"},
        {"k": "64"},
        {"k": True},
        {"k": 2**40},
        {"birth_years": [1800]},
        {"birth_years": 1800},
        {"kinds": [1]},
        {"expires": "soon"},
        {"pseudonym_key": "AAAA"},
        {"pseudonym_key": "!"},
        {"key": "mendsky.test"},
        {"signature": "x"},
    ],
)
def test_a_damaged_ticket_is_refused_without_naming_its_secrets(document, change):
    with pytest.raises(TicketError, match="ask for a new one") as refused:
        read(document | change, now=NOW)
    assert document["pseudonym_key"] not in str(refused.value)


@pytest.mark.parametrize("document", [None, [], {}, "ticket"])
def test_what_is_no_ticket_is_refused(document):
    with pytest.raises(TicketError):
        read(document, now=NOW)


def test_an_expired_ticket_is_refused(document):
    with pytest.raises(TicketError, match="expired"):
        read(document, now=NOW + timedelta(days=30))


def test_a_ticket_of_another_platform_is_refused(document):
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    with pytest.raises(TicketError, match="PeterNeumann"):
        read(document, now=NOW, trusted_key=other)


def test_only_the_key_service_opens_what_was_sealed_to_a_ticket(vault, document):
    sealed = seal_for(read(document, now=NOW), sketched())
    assert set(json.loads(sealed)) == {"format", "series", "sealed"}
    assert census.open_sketch(vault, sealed).to_bytes() == sketched().to_bytes()


@pytest.mark.parametrize("key", ["ticket", "subject", "series"])
def test_a_sketch_for_another_ticket_is_not_sealed(document, key):
    with pytest.raises(TicketError, match="another ticket"):
        seal_for(read(document, now=NOW), sketched(**{key: "other"}))
