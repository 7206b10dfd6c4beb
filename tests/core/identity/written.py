# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contents at random, of identifiers and of what only looks like one, glued and parted in every way."""

import random

from stdnum.cn import ric, uscc

from mendsky.nations.load import load

CN = load("cn")
WINDOWS = ((1800, 1899), (1900, 2015))
PARTINGS = [
    "",
    " ",
    ",",
    "\n",
    "\t",
    '"',
    "-",
    ".",
    "x",
    "A",
    "_",
    "%",
    "\\",
    "<td>",
    "<tr>",
    "<table>",
    ";",
    "+",
]
CODES = ["230101", "110101", "119999", "990101", "370600"]
CHARACTERS = "玥珺镕㐂𠮷中张京粤"
LABELS = ["手机", "身份证", "护照", "卡号", "通行证", "tel ", "phone: ", "card", "hotel"]


def luhn(body):
    digits = [int(digit) for digit in reversed(body)]
    total = sum(digits[1::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[0::2])
    return body + str(-total % 10)


class Writer:
    """Writes contents; the same seed writes the same."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def digits(self, count):
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def resident(self):
        pick = self.random
        year = pick.randrange(1800, 2020)
        body = (
            f"{pick.choice(CODES)}{year}{pick.randrange(1, 14):02}{pick.randrange(1, 32):02}{self.digits(3)}"
        )
        return body + ric.calc_check_digit(body + "0")

    def word(self):
        pick, one = self.random, self.resident()
        code = "91110000" + self.digits(9)
        return pick.choice([
            one, one.lower(), one[:6] + one[8:17], f"{one[:6]} {one[6:14]} {one[14:]}",
            "-".join((one[:6], one[6:14], one[14:])), "".join(chr(ord(sign) + 0xFEE0) for sign in one),
            "".join(f"\\u{ord(sign):04x}" for sign in one), "".join(f"&#{ord(sign)};" for sign in one),
            one + "@example.cn", "1" + pick.choice("3456789") + self.digits(9), "86138" + self.digits(8),
            "+86 138 " + self.digits(4) + " " + self.digits(4), "+4930" + self.digits(6),
            "010-" + self.digits(8),
            luhn("62" + self.digits(pick.choice([13, 14, 15, 16]))), luhn("4563" + self.digits(11)),
            luhn("37" + self.digits(12)), self.digits(pick.randrange(6, 24)),
            " ".join([self.digits(4)] * pick.randrange(2, 6)), code + uscc.calc_check_digit(code + "0"),
            "91110000MA" + self.digits(7) + pick.choice("0123456789ABX"),
            "a.b" + self.digits(2) + "@x.cn", "@",
            "some.body+tag@mail.example.com", "icon@2x.png", pick.choice("EGHMCT") + self.digits(8),
            "E" + pick.choice("ABZ") + self.digits(7), "H" + self.digits(10),
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            pick.choice("京粤") + "A" + pick.choice(["", "·"]) + self.digits(5),
            "\\n", "%2C", "%20", "\\u4e2d", pick.choice(CHARACTERS), pick.choice(LABELS),
        ])  # fmt: skip

    def content(self):
        pick = self.random
        text = "".join(self.word() + pick.choice(PARTINGS) for _ in range(pick.randrange(1, 12)))
        return text.encode(pick.choice(["utf-8", "gb18030"]))


def listed(found):
    """Everything about identifiers, to be compared."""
    arrays = (found.offset, found.length, found.kind, found.tier, found.packed)
    return [array.tolist() for array in arrays]
