# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which cutter cuts which writing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mendsky.core.identity.cells import Cutter
from mendsky.core.identity.keyed import Keyed
from mendsky.core.identity.layout import Layout, Shape
from mendsky.core.identity.markup import Marked
from mendsky.core.identity.separated import Separated
from mendsky.core.identity.statements import Statements

CUTTERS: Mapping[Layout, Callable[[Shape], Cutter]] = MappingProxyType(
    {
        Layout.SEPARATED: lambda shape: Separated(shape.delimiter),
        Layout.JSON: lambda _: Keyed(),
        Layout.SQL: lambda _: Statements(),
        Layout.HTML: lambda _: Marked(),
    }
)


def cutter(shape: Shape) -> Cutter:
    """Give a cutter for content of a shape."""
    return CUTTERS[shape.layout](shape)
