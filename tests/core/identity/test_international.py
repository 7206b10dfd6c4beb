# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import doctest
from importlib import import_module

import pytest

from mendsky.core.identity import Stream
from mendsky.core.identity.columns import Columns
from mendsky.core.identity.formats import FORMATS
from mendsky.core.identity.international import KINDS, PERSONS, announced, compact, judged, mentioned
from tests.core.identity.made import WINDOW, seeded

PESEL = next(entry for entry in FORMATS if entry.kind == "pl-pesel")


def pesel(draw):
    """A number of somebody born in the nineteenth century: months are written 81 to 92."""
    body = f"{draw.randint(0, 99):02d}{80 + draw.randint(1, 12)}{draw.randint(1, 28):02d}"
    body += f"{draw.randint(0, 9999):04d}"
    total = sum(weight * int(digit) for weight, digit in zip((1, 3, 7, 9) * 3, body, strict=False))
    return f"{body}{-total % 10}"


def read(nation, content):
    stream, columns = Stream(nation, WINDOW), Columns(nation)
    placed = columns.feed(content, stream.feed(content)) + columns.end(stream.end())
    found = [part.identifiers.named(n) for part in placed for n in range(len(part.identifiers))]
    return [kind for kind in found if kind in KINDS]


def examples(entry):
    module = import_module(f"stdnum.{entry.module}")
    for example in doctest.DocTestParser().get_examples(module.__doc__ or ""):
        if example.source.startswith("validate(") and example.want.startswith("'") and not example.exc_msg:
            yield example.want.strip().strip("'").encode()


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.kind)
def test_each_format_accepts_what_its_validator_shows(entry):
    shown = [written for written in examples(entry) if written.isascii()]
    assert any(compact(entry, written) for written in shown)


def test_there_are_many_formats_and_each_is_one_kind():
    assert len(FORMATS) > 150
    assert len(KINDS) == len(FORMATS) < 256
    assert {"pl-pesel", "br-cpf", "us-ssn", "in-aadhaar"} <= PERSONS
    assert all(0 < entry.rate <= 1 for entry in FORMATS)


def test_a_number_alone_says_nothing(nation):
    draw = seeded(4)
    assert read(nation, "\n".join(f"see {pesel(draw)} there" for _ in range(9)).encode()) == []


@pytest.mark.parametrize("before", ["PESEL: ", "pesel\n", '"pesel": "', "<td>PESEL</td><td>"])
def test_a_word_before_it_names_a_number(nation, before):
    assert read(nation, f"x {before}{pesel(seeded(4))}\n".encode()) == ["pl-pesel"]


@pytest.mark.parametrize("before", ["pesels: ", "PESEL" + " " * 65, "it: "])
def test_a_word_far_off_or_another_names_nothing(nation, before):
    assert read(nation, f"x {before}{pesel(seeded(4))}\n".encode()) == []


def test_a_wrong_number_is_none(nation):
    number = pesel(seeded(4))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert read(nation, f"PESEL: {wrong}".encode()) == []


@pytest.mark.parametrize("parted", ["{}.{}.{}-{}", "{} {} {} {}"])
def test_numbers_are_found_as_people_part_them(nation, parted):
    body = [int(digit) for digit in "290182753"]
    for _ in range(2):
        total = sum(weight * digit for weight, digit in enumerate(reversed(body), start=2))
        body.append((11 - total % 11) % 11 % 10)
    text = "".join(map(str, body))
    written = parted.format(text[:3], text[3:6], text[6:9], text[9:])
    assert read(nation, f"CPF: {written}, Rua".encode()) == ["br-cpf"]


def test_a_column_of_eight_is_enough(nation):
    draw = seeded(5)
    content = "".join(f"{n};{pesel(draw)}\n" for n in range(8)).encode()
    assert read(nation, content) == ["pl-pesel"] * 8


def test_a_head_names_the_format_of_a_column(nation):
    draw = seeded(5)
    content = "lp;pesel;uwagi\n" + "".join(f"{n};{pesel(draw) if n % 2 else 'x'};y\n" for n in range(20))
    assert read(nation, content.encode()) == ["pl-pesel"] * 10


@pytest.mark.parametrize("digits", range(8, 17))
def test_columns_of_random_numbers_are_none(nation, digits):
    draw = seeded(digits)
    cells = [f"{n};{draw.randint(20 * 10 ** (digits - 2), 10**digits - 1)}\n" for n in range(200)]
    assert read(nation, "".join(cells).encode()) == []


def test_a_constant_column_is_none(nation):
    assert judged("", [pesel(seeded(1)).encode()] * 20) is None


def test_dated_numbers_that_run_on_are_none(nation):
    for form in ("1502{:02d}{:06d}", "20150{:02d}{:07d}"):
        cells = [form.format(n % 8 + 10, 10_100 + n * 7) for n in range(40)]
        found = read(nation, "".join(f"{n};{cell}\n" for n, cell in enumerate(cells)).encode())
        assert found == [], form


def test_the_beginning_tells_which_words_are_worth_looking_for():
    assert PESEL in mentioned(b"name,PESEL\n")
    assert mentioned(b"nothing of the sort") == ()
    assert len(announced(b"PESEL: none", [PESEL])) == 0


def test_what_a_validator_cannot_read_is_refused():
    for entry in FORMATS:
        for odd in (b"", b"-" * 12, "é".encode() * 6, b"\0" * 11, b"A" * 18, b"0" * 11, b"1" * 40):
            assert isinstance(compact(entry, odd), bytes)
