# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count identifiers of which digits were hidden, such as `110101********123X`."""

import re

from mendsky.core.identity.encoding import flat
from mendsky.core.identity.tables import DIGITS, row_forms
from mendsky.core.terms.nations import Nation

STAR = b"*"
MASKED = re.compile(rb"(?<![0-9A-Za-z*])[0-9]{1,15}\*{3,}[0-9]{0,8}[0-9Xx]?(?![0-9A-Za-z*])")


def masked(content: bytes, nation: Nation) -> int:
    """Count runs with hidden digits that are as long as one of the nation's identifiers of digits."""
    if STAR not in content:
        return 0
    lengths = {
        len(form) for row in nation.identifiers if set(row.alphabet) <= DIGITS for form in row_forms(row)
    }
    return sum(len(match[0]) in lengths for match in MASKED.finditer(flat(content)))
