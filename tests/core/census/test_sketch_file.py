# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import numpy as np
import pytest

from mendsky.core.census import theta
from mendsky.core.census.sketch_file import SketchDocument, SketchFileError
from mendsky.core.terms.counts import CountGrade, People, Records

SKETCH = theta.from_pseudonyms(np.arange(1, 101, dtype=np.uint64), 64)
DOCUMENT = SketchDocument(
    ticket="t",
    subject="s",
    series="2015",
    records=120,
    rows_without_identifier=5,
    low=80,
    point=100,
    high=125,
    sketch=SKETCH,
)


def changed(**changes) -> bytes:
    return json.dumps(json.loads(DOCUMENT.to_bytes()) | changes).encode()


def test_a_document_is_read_back():
    read = SketchDocument.from_bytes(DOCUMENT.to_bytes())
    assert read.to_bytes() == DOCUMENT.to_bytes()
    assert (read.sketch.hashes == SKETCH.hashes).all()


def test_its_keys_are_those_of_the_format():
    named = "format k people records rows_without_identifier series statement subject theta ticket"
    assert sorted(json.loads(DOCUMENT.to_bytes())) == named.split()


def test_its_counts_are_of_grade_g3():
    assert DOCUMENT.records_count == Records(low=120, point=120, high=120, grade=CountGrade.G3)
    assert DOCUMENT.people_count == People(low=80, point=100, high=125, grade=CountGrade.G3)


def test_it_shows_no_sketch_when_it_is_printed():
    assert "sketch" not in repr(DOCUMENT)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        changed(format="mendsky-sketch/2"),
        changed(ticket=1),
        changed(records=-1),
        changed(records=1.0),
        changed(records=True),
        changed(k=1),
        changed(k="64"),
        changed(people={"low": 3, "point": 2, "high": 4}),
        changed(people=[]),
        changed(rows_without_identifier=121),
        changed(theta="!"),
        changed(theta=""),
        changed(statement="complete"),
    ],
)
def test_a_damaged_document_is_refused(content):
    with pytest.raises(SketchFileError):
        SketchDocument.from_bytes(content)
