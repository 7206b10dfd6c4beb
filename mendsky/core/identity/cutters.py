# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which cutter cuts which writing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mendsky.core.identity.cells import Cutter
from mendsky.core.identity.keyed import Keyed
from mendsky.core.identity.markup import Marked
from mendsky.core.identity.separated import Separated
from mendsky.core.identity.statements import Statements
from mendsky.core.identity.writing import Shape, Writing

CUTTERS: Mapping[Writing, Callable[[Shape], Cutter]] = MappingProxyType(
    {
        Writing.SEPARATED: lambda shape: Separated(shape.delimiter),
        Writing.JSON: lambda _: Keyed(),
        Writing.SQL: lambda _: Statements(),
        Writing.HTML: lambda _: Marked(),
    }
)


def cutter(shape: Shape) -> Cutter:
    """Give a cutter for content of a shape."""
    return CUTTERS[shape.writing](shape)
