# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mendsky.core.census import theta
from mendsky.core.census.sketch_file import SketchDocument, SketchFileError
from mendsky.core.ledger.attested import is_attested
from mendsky.core.ledger.shapes import check_fact
from mendsky.keys import census, sign
from mendsky.keys.census import CensusError, attest, open_sketch
from mendsky.keys.ticket import SUITE, read, seal_for, sealing_context
from mendsky.keys.vault import KeyDestroyed, Vault

NOW = datetime(2015, 4, 1, tzinfo=UTC)


def sealed(vault, subject, people, *, series="2015", without=0, k=64):
    held = read(
        census.ticket(
            vault,
            series=series,
            ticket_id=f"ticket of {subject}",
            subject=subject,
            birth_years=(1800, 1899),
            kinds=("cn-resident-id",),
            k=k,
            expires=NOW + timedelta(days=30),
            origin="mendsky.test",
        ),
        now=NOW,
    )
    sketch = theta.from_pseudonyms(np.array(people, dtype=np.uint64), k)
    low, point, high = theta.estimate(sketch)
    document = SketchDocument(
        ticket=held.ticket,
        subject=subject,
        series=series,
        records=len(people) + without,
        rows_without_identifier=without,
        low=low,
        point=point,
        high=high + without,
        sketch=sketch,
    )
    return seal_for(held, document)


def attested(vault, sketches, **changes):
    settings = {
        "origin": "mendsky.test",
        "cell": "social-security/CN/exposed",
        "as_of": NOW,
        "recorded_at": NOW,
        "series": "2015",
    }
    return attest(vault, sketches=sketches, **settings | changes)


def test_a_union_counts_everybody_once_and_is_signed(vault):
    fact = attested(vault, {"t": sealed(vault, "t", range(20, 51)), "s": sealed(vault, "s", range(1, 31))})
    check_fact(fact)
    assert is_attested(fact)
    assert fact["subjects"] == ["s", "t"]
    assert fact["count"] == {"low": 50, "point": 50, "high": 50, "grade": "G3"}
    assert fact["key"] == sign.public_key(vault, sign.ATTEST).hex()


def test_rows_without_an_identifier_widen_the_top(vault):
    fact = attested(vault, {"s": sealed(vault, "s", range(1, 31), without=7)})
    assert fact["count"] == {"low": 30, "point": 30, "high": 37, "grade": "G3"}


def test_a_union_is_never_above_the_sum_of_its_parts(vault):
    parts = {name: sealed(vault, name, range(start, start + 60)) for name, start in (("s", 1), ("t", 61))}
    count = attested(vault, parts)["count"]
    assert count["high"] <= 120
    assert count["low"] >= 60


def test_the_same_union_asked_for_twice_is_the_same_fact(vault):
    sketches = {"s": sealed(vault, "s", range(1, 31))}
    assert attested(vault, sketches) == attested(vault, sketches)
    assert attested(vault, sketches)["id"] != attested(vault, sketches, cell="all/CN/exposed")["id"]


def test_a_sketch_of_another_subject_or_series_is_refused(vault):
    with pytest.raises(CensusError, match="another subject"):
        attested(vault, {"t": sealed(vault, "s", range(1, 31))})
    with pytest.raises(CensusError, match="another subject or series"):
        attested(vault, {"s": sealed(vault, "s", range(1, 31), series="2014")})


def test_a_union_needs_a_sketch(vault):
    with pytest.raises(CensusError):
        attested(vault, {})


def test_with_the_series_destroyed_its_sketches_are_noise(vault):
    sketch = sealed(vault, "s", range(1, 31))
    census.destroy(vault, "2015")
    with pytest.raises(KeyDestroyed):
        open_sketch(vault, sketch)
    with pytest.raises(KeyDestroyed):
        sealed(vault, "t", range(1, 31))


def test_a_changed_sealed_sketch_stays_shut(vault):
    document = json.loads(sealed(vault, "s", range(1, 31)))
    other = "A" if document["sealed"].startswith("B") else "B"
    changed = document | {"sealed": other + document["sealed"][1:]}
    with pytest.raises(CensusError, match="changed"):
        open_sketch(vault, json.dumps(changed).encode())


def test_a_sketch_sealed_for_another_platform_stays_shut(vault, tmp_path):
    other = Vault(tmp_path / "other")
    with pytest.raises(CensusError, match="somebody else"):
        open_sketch(vault, sealed(other, "s", range(1, 31)) if vault.ensure("census/2015/seal") else b"")


def test_a_sketch_that_was_moved_to_another_series_stays_shut(vault):
    vault.ensure("census/2016/seal")
    document = json.loads(sealed(vault, "s", range(1, 31))) | {"series": "2016"}
    with pytest.raises(CensusError):
        open_sketch(vault, json.dumps(document).encode())


def test_what_was_sealed_but_is_no_sketch_is_refused(vault):
    public = census._opener(vault.ensure("census/2015/seal")).public_key()
    content = SUITE.encrypt(b"{}", public, info=sealing_context("2015"))
    outer = {"format": "mendsky-sealed-sketch/1", "series": "2015", "sealed": b64encode(content).decode()}
    with pytest.raises(SketchFileError):
        open_sketch(vault, json.dumps(outer).encode())


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"format":"mendsky-sealed-sketch/1"}']
)
def test_what_is_no_sealed_sketch_is_refused(vault, content):
    with pytest.raises(CensusError, match="mendsky census"):
        open_sketch(vault, content)
