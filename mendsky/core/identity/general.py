# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers that every nation has: e-mail addresses, telephone numbers, IBANs and payment cards."""

from mendsky.core.terms.nations import IdentifierRow

DIGITS = "0123456789"
EMAIL, IBAN, PHONE, PAYMENT_CARD = "email", "iban", "phone", "payment-card"


def _row(
    kind: str, name: str, labels: tuple[str, ...], *, sensitivity: int, length: int = 0, **rest: object
) -> IdentifierRow:
    fields: dict[str, object] = {
        "kind": kind,
        "names": {"en": name},
        "length": length,
        "alphabet": DIGITS,
        "last": DIGITS,
        "prefixes": (),
        "weights": (),
        "modulus": 0,
        "check": "",
        "date_at": None,
        "division_at": None,
        "labels": labels,
        "person": False,
        "sensitivity": sensitivity,
    }
    return IdentifierRow(**(fields | rest))  # type: ignore[arg-type]


ROWS = (
    _row(EMAIL, "e-mail address", ("email", "e-mail", "mail"), sensitivity=1),
    _row(IBAN, "IBAN", ("iban", "account", "bank account"), sensitivity=2),
    _row(
        PHONE,
        "telephone number",
        ("phone", "telephone", "tel", "mobile", "cell", "fax", "电话", "手机", "联系方式", "传真"),
        sensitivity=1,
        context=True,
    ),
    _row(
        PAYMENT_CARD,
        "payment card number",
        (
            "card", "card number", "card_number", "cardno", "card_no", "credit card", "debit card", "pan",
            "visa", "mastercard", "amex", "银行卡", "信用卡", "卡号",
        ),
        sensitivity=2,
        length=16,
        luhn=True,
        forms=(
            "4[0-9]{15}", "5[1-5][0-9]{14}", "2[2-7][0-9]{14}", "3[47][0-9]{13}", "3[0689][0-9]{12}",
            "35[0-9]{14}", "6011[0-9]{12}", "6[45][0-9]{14}",
        ),
        groups=((4, 4, 4, 4), (4, 6, 5), (4, 6, 4)),
    ),
)  # fmt: skip
"""The kinds, in the order in which they are asked after the nation's own."""

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
    "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
    "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
"""Length of an IBAN by its country (SWIFT's IBAN registry)."""
NO_DOMAINS = frozenset((
    b"png", b"jpg", b"jpeg", b"gif", b"webp", b"svg", b"ico", b"bmp", b"js", b"css", b"html", b"php", b"xz",
    b"gz", b"po", b"header", b"service", b"timer", b"socket", b"mount", b"target", b"path", b"slice",
    b"device", b"swap", b"localdomain",
))  # fmt: skip
"""What ends the name of a file or unit such as `logo@2x.png` and `user@1000.service`, and no domain."""
