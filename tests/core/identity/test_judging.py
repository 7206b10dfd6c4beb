# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest

from mendsky.core.identity.compiled import kernels
from tests.core.identity.written import luhn

pytestmark = pytest.mark.skipif(kernels() is None, reason="numba does not run here")


@pytest.mark.parametrize("length", [13, 16, 19])
def test_luhn_and_numbers_are_read_as_digits_are(length):
    from mendsky.core.identity import judging

    whole = luhn("62" + "7" * (length - 3))
    content = np.frombuffer(whole.encode() + b" " * 64, dtype=np.uint8)
    assert judging.checks_luhn(content, 0, length)
    assert not judging.checks_luhn(content, 1, length - 2)
    assert judging.number(content, 0, length) == int(whole)
