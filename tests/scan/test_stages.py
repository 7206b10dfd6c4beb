# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A content that goes through several threads is counted as by one, wherever its chunks end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.nations.load import load
from mendsky.scan.content import Content
from mendsky.scan.limits import Meter
from mendsky.scan.scan import scan
from mendsky.scan.sources import Source
from mendsky.scan.stages import Belt, Stages
from tests.people import resident_id, table
from tests.scan.made import in_pieces
from tests.scan.samples import samples

TEXTS = {
    "table": table(40).encode(),
    "lines": "\n".join(f'{{"idCard": "{resident_id(n)}", "n": {n}}}' for n in range(40)).encode(),
    "dump": b"INSERT INTO p (id_card) VALUES "
    + ",".join(f"('{resident_id(n)}')" for n in range(40)).encode()
    + b";\n",
    "page": b"<table><tr><th>ID</th></tr>"
    + "".join(f"<tr><td>{resident_id(n)}</td></tr>\n" for n in range(40)).encode(),
    "packed": samples()["a.zip"],
}


class InPieces(Source):
    """A source whose chunks end where a test wants them to."""

    def opened(self, limits):
        content = TEXTS[self.name]
        size = max(len(content) // int(self.below), 1)
        return Content(self.name, iter(in_pieces(content, size)), Meter(limits))


def outcome(name, pieces, jobs):
    wanted = [InPieces(name=name, path=None, size=0, below=str(pieces), own="")]
    return scan(wanted, nation=load("cn"), birth_years=(1800, 1899), key=bytes(16), jobs=jobs)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(TEXTS)), st.integers(1, 400))
def test_several_threads_count_what_one_counts_wherever_chunks_end(name, pieces):
    alone = outcome(name, pieces, 1)
    assert alone == outcome(name, pieces, 3)
    assert alone.summary.people.point == outcome(name, 1, 1).summary.people.point > 0


def test_what_a_step_raises_is_raised_where_it_is_fed():
    class Broken:
        def find(self, _chunk):
            raise LookupError

    stages = Stages()
    try:
        stages.feed(Broken(), b"")
        with pytest.raises(LookupError):
            stages.settle()
    finally:
        stages.close()


def test_a_belt_keeps_the_order_and_leaves_nothing_out():
    belt, done = Belt(), []
    for number in range(50):
        belt.put(done.append, number)
    belt.settle()
    belt.close()
    assert done == [*range(50)]
