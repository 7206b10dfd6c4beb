# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from django.db import IntegrityError, transaction

from mendsky.apps.watch.tallies import PutOff, PutOffCause


def test_a_division_has_one_row_a_day_and_cause(db, monday):
    row = {"day": monday.date(), "division": "110101", "cause": PutOffCause.BUSY}
    PutOff.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        PutOff.objects.create(**row)
