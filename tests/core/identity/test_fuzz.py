# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A million inputs made of shreds: nothing crashes, nothing says a value, and all ways of looking agree.

Each input is looked at alone, which takes the way of small pages, and together with thousands of others in
one content of megabytes, which takes the compiled way; both must give the same.
"""

import random
import re

import numpy as np
import pytest

from mendsky.core import identity
from tests.corpus import decoys, values

BORN = (1900, 2026)
INPUTS = 1_000_000
SLICES = 20
"""Each is a test of its own, so that none runs longer than its share."""
TOGETHER = 5_000
CLOSELY = 10
"""One input of so many is given to every public function."""
FILLER = b"\n" + b"-" * 100 + b"\n"
"""Farther apart than a label reaches."""
SHREDS = (
    *b"0 1 2 6 9 x X a n t u z @ . , ; : - + _ % & # = \" ' \\ / * ( ) < > [ ] { }".split(b" "),
    b" ", b"\t", b"\n", b"\r\n", b"\\n", b"\\t", b"\\u", b"\\u4e2d", b"\\u0031", b"%2C", b"%20", b"%",
    b"&#49;",
    b"&#x31;", b"&#", b";", b"*" * 8, b"110101", b"19900101", b"62", b"138", b"86", b"+86", b"E", b"12345678",
    b"@example.com", b"DE", b"1.10105E+17", b"0000000", b"tel: ", b"card number ", b"passport ",
)  # fmt: skip
CHINESE = ("身份证号：", "手机", "，", "张伟", "京", "１２３４", "１", "护照", "通行证", "玥")
MAKERS = (
    values.resident_id, values.resident_id, values.resident_id_with_x, values.mobile, values.bank_card,
    values.payment_card, values.passport, values.credit_code, values.email, values.account, values.phone,
    *decoys.ALL,
)  # fmt: skip
WRITINGS = (
    values.plain,
    values.plain,
    str.lower,
    values.json_escaped,
    values.entities,
    values.grouped((6, 8), " "),
)
VALUE = re.compile(r"[0-9]{6}")
ENCODINGS = {"utf-8": b"", "gb18030": "中文".encode("gb18030")}
"""By encoding what makes every input one of it."""


def shreds(draw, encoding):
    """Make one input out of shreds, whole numbers and pieces of numbers."""
    pieces = []
    for _ in range(draw.randint(1, 7)):
        choice = draw.random()
        if choice < 0.4:
            pieces.append(draw.choice(SHREDS))
        elif choice < 0.55:
            pieces.append(draw.choice(CHINESE).encode(encoding))
        elif choice < 0.9:
            written = draw.choice(WRITINGS)(draw.choice(MAKERS)(draw))
            cut = draw.randint(0, len(written)) if draw.random() < 0.2 else 0
            pieces.append(written[cut:].encode(encoding))
        else:
            pieces.append(values.digits(draw, draw.randint(1, 23)).encode())
    return ENCODINGS[encoding] + b"".join(pieces)


def rows(found, since=0):
    """Give what was found as comparable rows, offsets counted from an input's beginning."""
    return [
        (kind, offset - since, length, tier, *packed)
        for kind, offset, length, tier, packed in zip(
            found.kind.tolist(),
            found.offset.tolist(),
            found.length.tolist(),
            found.tier.tolist(),
            found.packed.tolist(),
            strict=True,
        )
    ]


def looked_at(nation, content, *, closely=True):
    """Find in a content, and call every other public function; what any of it raises names no value."""
    try:
        found = identity.find(content, nation, BORN)
        if closely:
            kept = len(identity.redact(content, nation, BORN)) == len(content)
            identity.masked(content, nation)
            said = repr(found) + repr(identity.read(content, nation, BORN))
        else:
            kept, said = True, ""
    except Exception as failure:  # noqa: BLE001 - whatever it is, its text must not be shown
        pytest.fail(f"{type(failure).__name__} was raised", pytrace=False)
    if not kept or VALUE.search(said):
        pytest.fail("a length was changed" if not kept else "a value was said", pytrace=False)
    return found


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("part", range(SLICES))
def test_alone_and_among_thousands_the_same_is_found(nation, part, encoding):
    draw = random.Random(f"{part} {encoding}")
    for _ in range(INPUTS // SLICES // len(ENCODINGS) // TOGETHER):
        inputs = [shreds(draw, encoding) for _ in range(TOGETHER)]
        starts = np.cumsum([0, *(len(one) + len(FILLER) for one in inputs)]) + len(FILLER)
        whole = identity.find(FILLER + FILLER.join(inputs) + FILLER, nation, BORN)
        for at, one in enumerate(inputs):
            alone = looked_at(nation, FILLER + one + FILLER, closely=at % CLOSELY == 0)
            within = whole.select((whole.offset >= starts[at]) & (whole.offset < starts[at + 1]))
            same = rows(alone, len(FILLER)) == rows(within, int(starts[at]))
            assert same, f"input {at} of this slice is judged differently alone and among others"


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_bytes_of_any_kind_break_nothing(nation):
    draw = np.random.default_rng(20150422)
    alphabet = np.frombuffer(
        b"0123456789Xx@.\\n%u&#;\x00\xa3\xb1\xef\xbc\x91\x81\xfe\x30\r\n,<\x80\xff\xd6", np.uint8
    )
    for _ in range(50_000):
        looked_at(nation, draw.choice(alphabet, draw.integers(0, 200)).tobytes())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_first_thousand_of_them(nation, encoding):
    """Run with every change; the million takes its time."""
    draw = random.Random(encoding)
    inputs = [shreds(draw, encoding) for _ in range(500)]
    copies = 40
    whole = identity.find((FILLER + FILLER.join(inputs)) * copies + FILLER, nation, BORN)
    alone = [identity.find(FILLER + one + FILLER, nation, BORN) for one in inputs]
    assert len(whole) == copies * sum(len(found) for found in alone)
