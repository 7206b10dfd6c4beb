# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Three made-up files to race over: dense CSV, sparse HTML, a noisy log; by seed, written block by block.

Numbers are formally valid and random. The files lie in a temporary folder and go with the benchmark.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SEED = 20150422
BLOCK = 100_000
"""Rows made at once."""
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECK = np.frombuffer(b"10X98765432", dtype=np.uint8)
MOBILE = np.array([138, 139, 150, 151, 152, 186, 187, 177, 199, 133, 158])
NAMES = "张伟 王芳 李娜 刘洋 陈静 杨磊 赵敏 黄强".split()  # noqa: SIM905 - read at a glance
HTML = (
    '<div class="row-item" data-x="12"><p style="margin:0 4px">医院公告 patient information page</p>'
    '<a href="/news/2024/03/index_88.html">下一页</a></div>\n'
).encode()
HTML_LINES = 118
"""Lines without an identifier before each that has one: 20 kB."""

Text = NDArray[np.uint8]


def written(numbers: NDArray[np.int64], width: int) -> Text:
    """Write numbers as rows of so many digits."""
    digits = np.empty((len(numbers), width), dtype=np.uint8)
    for place in range(width - 1, -1, -1):
        digits[:, place] = numbers % 10 + ord("0")
        numbers = numbers // 10
    return digits


@cache
def divisions() -> NDArray[np.int64]:
    """Give the six-digit codes that python-stdnum lists."""
    codes, province = [], ""
    for line in resources.files("stdnum").joinpath("cn/loc.dat").read_text("utf-8").splitlines():
        code = line.strip().split(" ")[0]
        if code.isdigit() and not line.startswith(" "):
            province = code
        elif code.isdigit() and len(province + code) == 6:
            codes.append(int(province + code))
    return np.array(sorted(set(codes)))


@cache
def days() -> NDArray[np.int64]:
    """Give the birth dates of the made-up people, as eight digits."""
    days = np.arange(np.datetime64("1940-01-01"), np.datetime64("2019-01-01"))
    return np.array([int(str(day).replace("-", "")) for day in days])


def resident_ids(draw: np.random.Generator, rows: int) -> Text:
    """Make resident IDs, 18 characters a row."""
    body = draw.choice(divisions(), rows) * 10**11 + draw.choice(days(), rows) * 1000
    return with_check(written(body + draw.integers(1, 1000, rows), 17))


def with_check(digits: Text) -> Text:
    """Add the check character to rows of 17 digits."""
    check = CHECK[((digits - np.uint8(ord("0"))) * WEIGHTS).sum(axis=1) % 11]
    return np.column_stack([digits, check])


def cards(draw: np.random.Generator, rows: int) -> Text:
    """Make cards of 19 digits with their Luhn digit."""
    digits = np.column_stack([constant("622202", rows), written(draw.integers(0, 10**12, rows), 12)])
    value = (digits - np.uint8(ord("0"))).astype(np.int64)
    doubled = value[:, ::-1][:, ::2] * 2
    total = (doubled - 9 * (doubled > 9)).sum(axis=1) + value[:, ::-1][:, 1::2].sum(axis=1)
    return np.column_stack([digits, written(-total % 10, 1)])


def constant(text: str, rows: int) -> Text:
    """Write the same text in every row."""
    return np.tile(np.frombuffer(text.encode(), dtype=np.uint8), (rows, 1))


def _dense(draw: np.random.Generator, rows: int) -> bytes:
    names = np.array([np.frombuffer(name.encode(), dtype=np.uint8) for name in NAMES])
    street = written(draw.integers(0, 1000, rows), 3)
    columns = (
        written(draw.integers(0, 10**7, rows), 7), constant(",", rows), names[draw.integers(0, 8, rows)],
        constant(",", rows), resident_ids(draw, rows), constant(",", rows),
        written(draw.choice(MOBILE, rows) * 10**8 + draw.integers(0, 10**8, rows), 11), constant(",", rows),
        cards(draw, rows), constant(",user", rows), written(draw.integers(0, 10**6, rows), 6),
        constant("@example.cn,北京市海淀区中关村大街", rows), street, constant("号\n", rows),
    )  # fmt: skip
    return np.column_stack(columns).tobytes()


def _sparse(draw: np.random.Generator, rows: int) -> bytes:
    rows //= 100
    columns = (constant("<td>", rows), resident_ids(draw, rows), constant("</td>\n", rows))
    return b"".join(HTML * HTML_LINES + row.tobytes() for row in np.column_stack(columns))


def _noise(draw: np.random.Generator, rows: int) -> bytes:
    hexadecimal = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    second = 1_700_000_000_000 + np.cumsum(draw.integers(0, 2000, rows))
    columns = (
        constant("2024-03-", rows), written(draw.integers(1, 29, rows), 2), constant("T12:", rows),
        written(draw.integers(0, 60, rows), 2), constant(":01.123456Z INFO [", rows), written(second, 13),
        constant("] trace=", rows), hexadecimal[draw.integers(0, 16, (rows, 32))],
        constant(" order=", rows),
        written(draw.integers(10**17, 9 * 10**17, rows), 18), constant(" bytes=", rows),
        written(draw.integers(0, 10**5, rows), 5), constant(" t=20240312", rows),
        written(draw.integers(0, 10**10, rows), 10), constant(" GET /api/v1/x?id=", rows),
        written(draw.integers(0, 10**6, rows), 6), constant("\n", rows),
    )  # fmt: skip
    return np.column_stack(columns).tobytes()


MAKERS = {"dense": _dense, "sparse": _sparse, "noise": _noise}


def blocks(name: str, size: int) -> Iterator[bytes]:
    """Yield a corpus of so many bytes, block by block, whole lines."""
    draw, left = np.random.default_rng(SEED), size
    while left > 0:
        block = MAKERS[name](draw, BLOCK)
        if len(block) > left:
            block = block[: block.rfind(b"\n", 0, left) + 1] or block[:left]
        yield block
        left -= len(block)
        if len(block) < BLOCK:
            return


def write(name: str, size: int, folder: Path) -> Path:
    """Write a corpus; give its path."""
    path = folder / f"{name}.txt"
    with path.open("wb") as file:
        for block in blocks(name, size):
            file.write(block)
    return path
