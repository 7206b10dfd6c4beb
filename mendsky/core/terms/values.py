# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values of which several are made for each request: frozen to whoever checks types, and made quickly.

A frozen dataclass guards each of its fields when it is made, which takes three times as long as the rest.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(kind: type[Kind]) -> type[Kind]:
    """Make a class a dataclass with slots and fields by keyword, that is never changed."""
    return dataclass(kw_only=True, slots=True, unsafe_hash=True)(kind)
