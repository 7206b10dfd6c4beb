# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Precision and recall of identity on the labelled corpus, beside presidio, a regular expression and stdnum.

The others are given the text in its right encoding, which they could not tell themselves. What a peer has
no recogniser for stands as a dash.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Mapping

import peers
from stdnum import iban, luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from mendsky.core import identity
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from tests.corpus import oracle
from tests.corpus.generator import SEED, Case, corpus
from tests.corpus.scoring import Score, Tally, certain, labels_of, table

WORD = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
EXPRESSIONS = {
    "cn-resident-id": re.compile(WORD.format(r"[1-9][0-9]{16}[0-9Xx]"), re.ASCII),
    "cn-mobile": re.compile(WORD.format(r"1[3-9][0-9]{9}"), re.ASCII),
    "cn-bank-card": re.compile(WORD.format(r"62[0-9]{14,17}"), re.ASCII),
    "payment-card": re.compile(WORD.format(r"[3-5][0-9]{14,15}"), re.ASCII),
    "cn-passport": re.compile(WORD.format(r"(?:[EG][0-9]{8}|E[A-Z][0-9]{7})"), re.ASCII),
    "cn-permit": re.compile(WORD.format(r"[HMC][0-9]{8}"), re.ASCII),
    "cn-plate": re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}"
    ),
    "cn-credit-code": re.compile(WORD.format(r"[0-9A-HJ-NPQRTUWXY]{18}"), re.ASCII),
    "email": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    "iban": re.compile(WORD.format(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"), re.ASCII),
    "phone": re.compile(r"\+[1-9][0-9]{7,14}(?![0-9])"),
}
CHECKS: dict[str, Callable[[str], bool]] = {
    "cn-resident-id": ric.is_valid,
    "cn-bank-card": luhn.is_valid,
    "payment-card": luhn.is_valid,
    "cn-credit-code": uscc.is_valid,
    "iban": iban.is_valid,
}
"""What python-stdnum can say of a kind."""
ENTITIES = {"CN_ID": "cn-resident-id", "CN_PHONE": "cn-mobile", "EMAIL_ADDRESS": "email", "IBAN_CODE": "iban"}

Hits = Iterable[tuple[str, str]]


def ours(case: Case, nation: Nation) -> Hits:
    """Find with identity, in bytes whose encoding it is not told."""
    return certain(case.content, identity.find(case.content, nation, oracle.BORN), case.encoding)


def by_expression(text: str) -> Hits:
    """Take whatever has the form."""
    for kind, expression in EXPRESSIONS.items():
        for match in expression.finditer(text):
            yield kind, oracle.canonical(kind, match[0])


def by_stdnum(text: str) -> Hits:
    """Take what has the form and passes python-stdnum's own check."""
    for kind, check in CHECKS.items():
        for match in EXPRESSIONS[kind].finditer(text):
            if _passes(check, match[0]):
                yield kind, oracle.canonical(kind, match[0])


def _passes(check: Callable[[str], bool], number: str) -> bool:
    try:
        return check(number)
    except (KeyError, ValidationError):  # stdnum 2 raises KeyError where it knows no county of a number
        return False


def of_presidio(text: str, named: Iterable[tuple[str, int, int]]) -> Hits:
    """Read what presidio names."""
    for entity, start, end in named:
        kind = ENTITIES.get(entity, "")
        if entity == "CREDIT_CARD":
            kind = "cn-bank-card" if text[start:end].startswith("62") else "payment-card"
        yield kind, oracle.canonical(kind, text[start:end])


def measured(cases: list[Case], nation: Nation) -> dict[str, Mapping[str, Score]]:
    """Give the scores of every contender that is there."""
    texts = [case.content.decode(case.encoding) for case in cases]
    python = peers.prepare().get("presidio")
    named = peers.labelled(python, texts) if python else None
    columns: dict[str, Callable[[int], Hits]] = {
        "mendsky": lambda at: ours(cases[at], nation),
        "regular expression": lambda at: by_expression(texts[at]),
        "python-stdnum": lambda at: by_stdnum(texts[at]),
    }
    if named is not None:
        columns["presidio"] = lambda at: of_presidio(texts[at], named[at])
    scores = {}
    for name, find in columns.items():
        tally = Tally()
        for at, case in enumerate(cases):
            tally.add(case.name, labels_of(case), find(at))
        scores[name] = tally.scores()
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--cases", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=SEED, help="another one: cases that nobody has seen")
    given = parser.parse_args()
    report(measured(list(corpus(given.cases, given.seed)), load("cn")), given)


def report(scores: Mapping[str, Mapping[str, Score]], given: argparse.Namespace) -> None:
    """Print the table, or the object."""
    if not given.json:
        print(f"identity-quality ({given.cases} cases of seed {given.seed}; precision / recall)")
        print(table(scores))
        return
    shown = {
        name: {
            kind: {"true": one.true, "precision": round(one.precision, 5), "recall": round(one.recall, 5)}
            for kind, one in kinds.items()
        }
        for name, kinds in scores.items()
    }
    print(
        json.dumps(
            {"benchmark": "identity-quality", "cases": given.cases, "seed": given.seed, "scores": shown}
        )
    )


if __name__ == "__main__":
    main()
