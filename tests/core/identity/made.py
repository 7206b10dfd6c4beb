# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up numbers: people born 1800-1899, telephones and cards that follow their forms only."""

import random

WINDOW = (1800, 1899)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident(draw: random.Random) -> str:
    body = f"{draw.choice(('110101', '310104', '440305'))}{draw.randint(1800, 1899)}"
    body += f"{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}{draw.randint(0, 999):03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def mobile(draw: random.Random) -> str:
    prefix = draw.choice(("133", "138", "139", "151", "159", "177", "186", "188"))
    return f"{prefix}{draw.randint(0, 99_999_999):08d}"


def order(number: int) -> str:
    """Give an order number of eleven digits that has the form of a telephone's."""
    return f"150213{number:05d}"


def seeded(seed: int) -> random.Random:
    """Give a source of numbers that are the same each time."""
    return random.Random(seed)
