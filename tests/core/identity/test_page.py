# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity import find
from tests.core.identity.written import CN, luhn

BORN = (1900, 2015)
TABLE = [
    ("手机 +86 138 0000 0000", {"cn-mobile B": 1}),
    ("+8613800000000", {"cn-mobile B": 1}),
    ("8613800000000", {"cn-mobile C": 1}),
    ("tel: +13800000000", {}),
    ("手机 14000000000", {}),
    ("护照 E12345678", {"cn-passport B": 1}),
    ("E12345678", {}),
    ("通行证 H1234567890", {"cn-permit B": 1}),
    ("京A12345 粤B·D12345", {"cn-plate C": 2}),
    ("车牌 京A12345", {"cn-plate B": 1}),
    (luhn("622202123456789012"), {"cn-bank-card C": 1}),
    ("卡号 " + luhn("622202123456789012"), {"cn-bank-card B": 1}),
    ("4111 1111 1111 1111", {"payment-card C": 1}),
    ("DE89370400440532013000 DE89 3704 0044 0532 0130 00", {"iban B": 2}),
    ("身份证 110101900101123", {"cn-resident-id B": 1}),
    ("110101900101123", {}),
    ("订单 110101199001011234567", {}),
]


@pytest.mark.parametrize(("text", "counts"), TABLE, ids=[str(number) for number in range(len(TABLE))])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_each_kind_is_found_however_encoded(text, counts, encoding):
    assert find((text + "\n中文").encode(encoding), CN, BORN).counts() == counts
