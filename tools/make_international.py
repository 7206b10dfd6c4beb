# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write `mendsky/core/identity/formats.py` from the modules of python-stdnum.

How many random numbers of a format's shape it accepts is measured, since that says what a column that
passes is worth. Shapes come from the examples of each module's documentation; no example is written down.
"""

import doctest
import importlib
import json
import pkgutil
import random
import re
import string
from pathlib import Path
from types import ModuleType

import stdnum

TARGET = Path(__file__).resolve().parents[1] / "mendsky/core/identity/formats.py"
SAMPLES = 4_000
LENGTHS = range(6, 21)
SEED = 11
NOT_OF_A_BODY = re.compile(
    r"postal|postleitzahl|postcode|postnummer|bank|iban|cbu|ccc|kontonr|nace|cups|catastral|brin|ncf|aic|accise|wkn|sedol|esr|"
    r"leitweg|ogm|rtn|cae|moa|iso7064|eu\."
)
"""Formats of things and places, and those that `mendsky.core.identity` finds by itself."""
NATIONS_OWN = ("cn.",)
"""Countries whose formats a nation pack describes."""
PEOPLE = frozenset({
    "ar.dni", "ar.cuit", "at.vnr", "at.tin", "au.tfn", "be.bis", "be.eid", "be.nn", "be.ssn", "bg.egn",
    "bg.pnf", "br.cpf", "ca.bc_phn", "ca.sin", "ch.ssn", "cl.rut", "co.nit", "cr.cpf", "cr.cr", "cu.ni",
    "cz.rc", "de.idnr", "de.stnr", "dk.cpr", "do.cedula", "ec.ci", "ee.ik", "es.dni", "es.nie",
    "es.nif", "fi.hetu", "fi.veronumero", "fr.nif", "fr.nir", "gb.nhs", "gb.upn", "gb.utr", "gr.amka",
    "hr.oib", "id.nik", "ie.pps", "il.idnr", "in_.aadhaar", "in_.epic", "in_.pan", "in_.vid",
    "is_.kennitala", "it.codicefiscale", "jp.in_", "ke.pin", "kr.rrn", "li.peid", "lt.asmens", "mu.nid",
    "mx.curp", "mx.rfc", "my.nric", "nl.bsn", "nl.identiteitskaartnummer", "nl.onderwijsnummer",
    "no.fodselsnummer", "pe.cui", "pk.cnic", "pl.pesel", "pt.cc", "ro.cnp", "ru.inn", "se.personnummer",
    "si.emso", "sk.rc", "th.pin", "tr.tckimlik", "ua.rntrc", "us.atin", "us.itin", "us.ssn", "za.idnr",
    "za.tin",
})  # fmt: skip
"""Formats of which one number belongs to one person."""
TOO_COMMON = frozenset(
    {
        "vat",
        "pin",
        "uid",
        "tin",
        "ssn",
        "bis",
        "tva",
        "iva",
        "card",
        "cod",
        "moms",
        "sin",
        "ein",
        "inn",
        "eid",
        "avs",
        "abn",
    }
)
"""Short names that are words somewhere, or stand for many formats; the longer ones are kept."""
MORE_WORDS = {
    "at.vnr": ("sozialversicherungsnummer",),
    "be.nn": ("rijksregisternummer", "registre national"),
    "au.abn": ("australian business number", "abn number"),
    "ca.sin": ("social insurance number", "sin number"),
    "ch.ssn": ("ahv", "ahv-nummer", "sozialversicherungsnummer"),
    "de.idnr": ("steuer-id", "steueridentifikationsnummer"),
    "dk.cpr": ("personnummer", "cpr-nummer"),
    "fr.nir": ("sécurité sociale", "insee"),
    "gb.nhs": ("nhs number", "nhs no"),
    "gb.utr": ("unique taxpayer reference",),
    "il.idnr": ("מספר זהות", "תעודת זהות", "mispar zehut", "teudat zehut"),
    "in_.pan": ("pan number", "permanent account number"),
    "is_.kennitala": ("kennitala",),
    "jp.in_": ("個人番号", "マイナンバー", "my number"),
    "ke.pin": ("kra pin",),
    "kr.rrn": ("주민등록번호", "resident registration number"),
    "lt.asmens": ("asmens kodas",),
    "mu.nid": ("national identity card", "nic number"),
    "my.nric": ("mykad", "kad pengenalan"),
    "no.fodselsnummer": ("fødselsnr", "personnummer"),
    "si.emso": ("emšo", "emso"),
    "th.pin": ("เลขประจำตัวประชาชน",),
    "tr.tckimlik": ("tc kimlik", "kimlik no", "tckn"),
    "us.ssn": ("social security number", "ssn"),
    "us.ein": ("employer identification number", "fein"),
    "us.itin": ("itin",),
    "za.idnr": ("south african id", "sa id number"),
}
HEADER = '''\
# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: E501, FBT003 - a table, a line a row
"""Formats of identifiers of other nations, each validated by a module of python-stdnum.

Made by tools/make_international.py, which measured the rates; a row is changed there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format: where its validator is, what may pass for it, and what announces it."""

    module: str
    """Below `stdnum`; it begins with the country's ISO 3166-1 code."""
    shortest: int
    """Fewest characters of the compact form."""
    longest: int
    letters: bool
    """Letters may stand in it."""
    person: bool
    """One number belongs to one person."""
    rate: float
    """Share of random runs of its length and alphabet that the validator accepts."""
    words: tuple[str, ...]
    """Words that announce it; empty where only its column can."""

    @property
    def kind(self) -> str:
        """Give the name of the kind, such as `pl-pesel`."""
        country, _, name = self.module.partition(".")
        return f"{country.strip('_')}-{name.strip('_').replace('_', '-')}"


# fmt: off
FORMATS = (
'''


def main() -> None:
    """Measure every format and write the table."""
    draw = random.Random(SEED)  # noqa: S311 - drawn for a measurement
    rows = []
    for found in sorted(pkgutil.walk_packages(stdnum.__path__, "stdnum."), key=lambda found: found.name):
        name = found.name.removeprefix("stdnum.")
        if found.ispkg or "." not in name or NOT_OF_A_BODY.search(name) or name.startswith(NATIONS_OWN):
            continue
        module = importlib.import_module(found.name)
        row = _row(name, module, draw) if hasattr(module, "validate") else None
        if row:
            rows.append(row)
    TARGET.write_text(HEADER + "".join(rows) + ")\n# fmt: on\n", encoding="utf-8")
    print(f"{len(rows)} formats")


def _row(name: str, module: ModuleType, draw: random.Random) -> str | None:
    examples = [value for value in _examples(module) if _accepts(module, value)]
    shapes = {tuple(map(_class_of, value)) for value in examples}
    if all(value.isdigit() for value in examples):
        shapes |= {(string.digits,) * length for length in LENGTHS}
    rates = {shape: _rate(module, shape, draw) for shape in shapes}
    accepted = {shape: rate for shape, rate in rates.items() if rate}
    accepted |= {tuple(map(_class_of, value)): rates[tuple(map(_class_of, value))] for value in examples}
    if not accepted:
        return None
    lengths = sorted(map(len, accepted))
    letters = any(set(part) - set(string.digits) for shape in accepted for part in shape)
    rate = max(*accepted.values(), 1 / SAMPLES)
    fields = f'"{name}", {lengths[0]}, {lengths[-1]}, {letters}, {name in PEOPLE}, {rate:.2g}'
    words = [json.dumps(word, ensure_ascii=False) for word in _words(name, module)]
    return f"    Format({fields}, ({', '.join(words)}{',' if len(words) == 1 else ''})),\n"


def _examples(module: ModuleType) -> list[str]:
    """Give the compact numbers that a module's documentation shows as valid."""
    return [
        example.want.strip().strip("'")
        for example in doctest.DocTestParser().get_examples(module.__doc__ or "")
        if example.source.startswith("validate(") and example.want.startswith("'") and not example.exc_msg
        if example.want.strip().strip("'").isascii() and example.want.strip().strip("'").isalnum()
    ]


def _class_of(character: str) -> str:
    return string.digits if character.isdigit() else string.ascii_uppercase


def _rate(module: ModuleType, shape: tuple[str, ...], draw: random.Random) -> float:
    tries = ("".join(map(draw.choice, shape)) for _ in range(SAMPLES))
    return sum(_accepts(module, value) for value in tries) / SAMPLES


def _accepts(module: ModuleType, value: str) -> bool:
    try:
        module.validate(value)
    except (ValueError, LookupError, ArithmeticError):
        return False
    return True


def _words(name: str, module: ModuleType) -> tuple[str, ...]:
    """Give the names of a format in its own language, from the first line of its documentation."""
    title = (module.__doc__ or "").strip().split("\n", 1)[0].rstrip(".")
    short, _, long = title.partition("(")
    said = [part.strip() for part in re.split(r",| or ", short)]
    said += [part.strip() for part in long.rstrip(") ").split(",")[:-1]]
    bare = [re.sub(r"(?i)\s+(?:nro|no\.?|nr\.?|number)$", "", word.strip(". ")) for word in said]
    words = [word for word in bare if len(word) > 2 and word.casefold() not in TOO_COMMON]
    words += MORE_WORDS.get(name, ())
    # Case matters only to what is not written in Latin letters alone.
    return tuple(
        dict.fromkeys(
            form for word in words for form in ((word.lower(),) if word.isascii() else (word, word.lower()))
        )
    )


if __name__ == "__main__":
    main()
