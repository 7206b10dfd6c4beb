# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The labelled adversarial corpus: cases of bytes, each with what is truly in it.

Nothing here knows the engine; the oracles are python-stdnum, phonenumbers, the codecs of Python and our
own arithmetic. Every value exists in memory only.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.corpus import decoys, mutations, values
from tests.corpus.surroundings import ESCAPED, LABELLED, OPEN, QUIET, Surrounding
from tests.corpus.values import Draw, Written

SEED = 20150422
FIFTH = 5
"""One case of so many is a mutation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """One identifier that is truly there."""

    kind: str
    value: str = field(repr=False)
    """Canonical value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Some bytes and what is in them."""

    name: str
    """Kind, way of writing, place, encoding; never a value."""
    content: bytes = field(repr=False)
    encoding: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One way in which a kind is written, and where."""

    kind: str
    name: str
    make: Callable[[Draw], str]
    write: Written
    places: tuple[Surrounding, ...]
    share: int
    """How often, against the other plans of the kind."""


WORDS = {
    "cn-resident-id": ("身份证号", "公民身份号码", "身份证号码", "sfzh", "id_card", "社会保障号码"),
    "cn-mobile": ("手机", "手机号码", "联系电话", "移动电话", "mobile", "phone", "tel", "lxdh"),
    "cn-bank-card": ("银行卡号", "银行账号", "卡号", "bank_account", "card number"),
    "payment-card": ("信用卡号", "card number", "credit card"),
    "cn-passport": ("护照", "护照号", "护照号码", "passport", "passport_no"),
    "cn-permit": ("通行证", "港澳居民来往内地通行证", "回乡证", "台胞证"),
    "cn-plate": ("车牌", "车牌号", "号牌号码"),
    "cn-credit-code": ("统一社会信用代码", "信用代码"),
    "iban": ("IBAN", "银行账号"),
    "phone": ("phone", "tel", "telephone", "电话"),
    "email": ("邮箱", "email", "电子邮件"),
}
"""Words that announce a kind on pages and in column heads."""


def _named(*names: str) -> tuple[Surrounding, ...]:
    return tuple(place for place in (*OPEN, *ESCAPED, *LABELLED) if place.name in names)


NARROW = tuple(place for place in OPEN if place.name not in {"json-number", "path", "query", "nul", "log"})
"""Places of writing that has signs of its own."""
IN_JSON, IN_HTML = _named("json", "label-json"), _named("html", "xml-attribute", "label-html")
IN_TEXT = tuple(place for place in LABELLED if place.name != "label-csv-head")


def _plan(kind, name, make, write, places, share=1):  # noqa: PLR0917 - a row of the table below
    return Plan(kind=kind, name=name, make=make, write=write, places=places, share=share)


PLANS: tuple[Plan, ...] = (
    _plan("cn-resident-id", "plain", values.resident_id, values.plain, OPEN, 8),
    _plan("cn-resident-id", "lower-x", values.resident_id_with_x, str.lower, OPEN, 3),
    _plan("cn-resident-id", "escaped-around", values.resident_id, values.plain, ESCAPED, 5),
    _plan("cn-resident-id", "labelled", values.resident_id, values.plain, LABELLED, 2),
    _plan("cn-resident-id", "spaces", values.resident_id, values.grouped((6, 8), " "), NARROW, 2),
    _plan("cn-resident-id", "hyphens", values.resident_id, values.grouped((6, 8), "-"), NARROW, 2),
    _plan("cn-resident-id", "four-groups", values.resident_id, values.grouped((6, 4, 4), " "), NARROW),
    _plan("cn-resident-id", "full-width", values.resident_id, values.full_width, NARROW, 3),
    _plan("cn-resident-id", "json-escapes", values.resident_id, values.json_escaped, IN_JSON, 1),
    _plan("cn-resident-id", "entities", values.resident_id, values.entities, IN_HTML, 1),
    _plan("cn-resident-id", "hex-entities", values.resident_id, values.hexadecimal_entities, IN_HTML, 1),
    _plan("cn-resident-id", "legacy", values.resident_id_of_last_century, values.legacy, LABELLED, 2),
    _plan("cn-mobile", "plain", values.mobile, values.plain, LABELLED, 4),
    _plan("cn-mobile", "country-code", values.mobile, values.prefixed("+86"), LABELLED),
    _plan("cn-mobile", "country-code-space", values.mobile, values.prefixed("+86 "), LABELLED),
    _plan("cn-mobile", "country-code-hyphen", values.mobile, values.prefixed("+86-"), LABELLED),
    _plan("cn-mobile", "country-code-zeros", values.mobile, values.prefixed("0086"), LABELLED),
    _plan("cn-mobile", "country-code-bare", values.mobile, values.prefixed("86-"), LABELLED),
    _plan("cn-mobile", "three-at-the-end", values.mobile, values.grouped((4, 4), " "), LABELLED),
    _plan("cn-mobile", "spaces", values.mobile, values.grouped((3, 4), " "), LABELLED),
    _plan("cn-mobile", "hyphens", values.mobile, values.grouped((3, 4), "-"), LABELLED),
    _plan("cn-mobile", "full-width", values.mobile, values.full_width, LABELLED),
    _plan("cn-bank-card", "plain", values.bank_card, values.plain, LABELLED, 3),
    _plan("cn-bank-card", "spaces", values.bank_card, values.in_fours(" "), LABELLED),
    _plan("cn-bank-card", "hyphens", values.bank_card, values.in_fours("-"), LABELLED),
    _plan("cn-bank-card", "full-width", values.bank_card, values.full_width, LABELLED),
    _plan("payment-card", "plain", values.payment_card, values.plain, LABELLED, 2),
    _plan("payment-card", "spaces", values.payment_card_of_16, values.in_fours(" "), LABELLED),
    _plan("payment-card", "hyphens", values.payment_card_of_16, values.in_fours("-"), LABELLED),
    _plan("cn-passport", "plain", values.passport, values.plain, LABELLED),
    _plan("cn-permit", "plain", values.permit, values.plain, LABELLED),
    _plan("cn-plate", "plain", values.plate, values.plain, LABELLED),
    _plan("cn-credit-code", "plain", values.credit_code, values.plain, LABELLED),
    _plan("email", "plain", values.email, values.plain, NARROW, 3),
    _plan("email", "escaped-around", values.email, values.plain, ESCAPED),
    _plan("email", "upper", values.email, str.upper, NARROW),
    _plan("iban", "plain", values.account, values.plain, NARROW),
    _plan("iban", "labelled", values.account, values.plain, LABELLED),
    _plan("iban", "spaces", values.account, values.in_fours(" "), IN_TEXT),
    _plan("phone", "plain", values.phone, values.plain, LABELLED, 2),
    _plan("phone", "international", values.phone, values.international, LABELLED),
)
KINDS = tuple(dict.fromkeys(plan.kind for plan in PLANS))
BY_KIND = {kind: tuple(plan for plan in PLANS if plan.kind == kind) for kind in KINDS}
SHARES = tuple(len(KINDS) if kind == "cn-resident-id" else 1 for kind in KINDS)
"""Half of all cases are resident IDs, because their bounds are the narrowest."""


def corpus(number: int, seed: int = SEED) -> Iterator[Case]:
    """Yield so many cases: of five, one or two are decoys and one is a mutation."""
    draw = random.Random(seed)
    for at in range(number):
        if at % FIFTH == 0:
            yield _mutated(draw)
        elif at % FIFTH == 1 or at % (2 * FIFTH) == 2:
            yield _decoy(draw)
        else:
            yield _right(draw, *_chosen(draw))


def _chosen(draw: Draw) -> tuple[Plan, Surrounding]:
    plans = BY_KIND[draw.choices(KINDS, SHARES)[0]]
    plan = draw.choices(plans, [plan.share for plan in plans])[0]
    return plan, draw.choice(plan.places)


def _right(draw: Draw, plan: Plan, place: Surrounding, mark: str = "") -> Case:
    value = plan.make(draw)
    label = Label(kind=plan.kind, value=value)
    name = f"{mark}{plan.kind}/{plan.name}"
    return _placed(draw, place, name=name, kind=plan.kind, written=plan.write(value), labels=(label,))


def _decoy(draw: Draw) -> Case:
    decoy = draw.choice(decoys.ALL)
    while not decoys.is_nobodys(written := decoy(draw)):
        pass
    name = f"decoy/{decoy.__name__}"
    return _placed(draw, draw.choice(QUIET), name=name, kind="", written=written, labels=())


def _mutated(draw: Draw) -> Case:
    if draw.random() < 0.5:
        return _among_other_neighbours(draw)
    while True:
        plan, place = _chosen(draw)
        mutation = draw.choice(mutations.ALL)
        if plan.name not in {"plain", "labelled", "escaped-around"} or (
            place in ESCAPED and "glue" in mutation.__name__
        ):
            continue
        written = mutation(draw, plan.make(draw))
        try:
            value = mutations.still(plan.kind, written)
        except LookupError:
            continue
        labels = () if value is None else (Label(kind=plan.kind, value=value),)
        name = f"mutated/{mutation.__name__}/{plan.kind}"
        return _placed(draw, place, name=name, kind=plan.kind, written=written, labels=labels)


def _among_other_neighbours(draw: Draw) -> Case:
    """Put a right value between signs drawn by lot, which leaves it right."""
    kind = draw.choice(("cn-resident-id", "cn-resident-id", "cn-resident-id", "email", "iban"))
    plan = BY_KIND[kind][0]
    left = draw.choice(mutations.BEGINNINGS.get(kind, mutations.OF_NUMBERS))
    right = draw.choice(mutations.ENDS.get(kind, mutations.OF_NUMBERS))
    place = Surrounding(name=f"{left!a}-{right!a}", before=f"甲{left}", after=f"{right}乙\n")
    return _right(draw, plan, place, "mutated/neighbours/")


def _placed(
    draw: Draw, place: Surrounding, *, name: str, kind: str, written: str, labels: tuple[Label, ...]
) -> Case:
    before = place.before.format(label=draw.choice(WORDS[kind])) if place.labelled else place.before
    after = place.after.replace("}}", "}") if place.labelled else place.after
    encoding = draw.choice(place.encodings)
    return Case(
        name=f"{name}/{place.name}/{encoding}",
        content=(before + written + after).encode(encoding),
        encoding=encoding,
        labels=labels,
    )
