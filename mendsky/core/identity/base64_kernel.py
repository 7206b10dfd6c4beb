# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find runs of base64 in megabytes, looking at about one byte in five.

A run of n characters covers every place of which a multiple of n is asked: where the n-th character from
here is not of the alphabet, no run of n begins before it (as in the search of Boyer and Moore).
"""

import numpy as np

from mendsky.core.identity.vectors import compiled


@compiled
def runs(text, known, telling, least, starts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Write where runs of at least `least` characters begin into `starts`; give how many there are.

    `known` says of each byte whether it is of the alphabet, `telling` by two bits what a run must have both
    of unless it ends with the text. At most as many are found as there is room.
    """
    size, found, at = len(text), 0, np.int64(0)
    while at + least <= size and found < len(starts):
        back = at + least - 1
        while back >= at and known[text[back]]:
            back -= 1
        if back >= at:
            at = back + 1
            continue
        start, tells = at, np.uint8(0)
        while at < size and known[text[at]]:
            tells |= telling[text[at]]
            at += 1
        if tells == 3 or at == size:
            starts[found] = start
            found += 1
    return found
