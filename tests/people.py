# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up people for tests: formally valid numbers with birth years that no living person has."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


def resident_id(serial: int, *, division: str = "330102") -> str:
    """Give the resident ID of the made-up person with this serial, born in 1800–1899."""
    day, rest = serial % 28 + 1, serial // 28
    month, rest = rest % 12 + 1, rest // 12
    year, rest = 1800 + rest % 100, rest // 100
    body = f"{division}{year}{month:02d}{day:02d}{rest % 1000:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + CHECK[total % 11]


def table(people: int) -> str:
    """Give a CSV of so many made-up people."""
    rows = "".join(f"{number},虚构{number},{resident_id(number)},测试地址\n" for number in range(people))
    return "序号,姓名,身份证号,地址\n" + rows
