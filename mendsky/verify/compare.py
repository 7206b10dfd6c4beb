# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compare two JSON documents deeply and say in words where they differ."""

from collections.abc import Iterator
from typing import Any

LONGEST_VALUE = 60


def differences(published: Any, recomputed: Any, path: str) -> list[str]:
    """Give one line for each place where two JSON values differ; true and 1 are not the same."""
    return list(_walk(published, recomputed, path))


def nesting(document: Any, deepest: int) -> int:
    """Give how deep a JSON document is nested, or one more than `deepest` where it is deeper than that."""
    level, layer = 0, [document]
    while layer and level <= deepest:
        level += 1
        layer = [inner for value in layer for inner in _inner(value)]
    return level


def _inner(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, (dict, list))]


def _walk(published: Any, recomputed: Any, path: str) -> Iterator[str]:
    if isinstance(published, dict) and isinstance(recomputed, dict):
        for key in sorted({*published, *recomputed}, key=str):
            inner = f"{path}.{ascii(key)[1:-1]}"
            if key not in published:
                yield f"{inner}: not published, recomputed {_shown(recomputed[key])}"
            elif key not in recomputed:
                yield f"{inner}: published {_shown(published[key])}, nothing recomputed"
            else:
                yield from _walk(published[key], recomputed[key], inner)
    elif isinstance(published, list) and isinstance(recomputed, list) and len(published) == len(recomputed):
        for index, (left, right) in enumerate(zip(published, recomputed, strict=True)):
            yield from _walk(left, right, f"{path}[{index}]")
    elif isinstance(published, bool) != isinstance(recomputed, bool) or published != recomputed:
        yield f"{path}: published {_shown(published)}, recomputed {_shown(recomputed)}"


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"{len(value)} {'keys' if isinstance(value, dict) else 'items'}"
    shown = "nothing" if value is None else ascii(value)
    return shown if len(shown) <= LONGEST_VALUE else shown[:LONGEST_VALUE] + "…"
