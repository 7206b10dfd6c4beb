# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What COPY writes reads back as what INSERT writes."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from mendsky.apps.watch.models import Observation, SystemRun
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.runtime.bulk import copy

pytestmark = pytest.mark.django_db
WRITTEN = 'a\tb\nc\\d "e" \\N \x7f 漢'


def rows(at, purpose=Purpose.SWEEP):
    run = SystemRun(
        system=uuid.uuid4(), host=WRITTEN, purpose=purpose, at=at, grant="", pack="cn/1",
        control={"cause": None, "text": WRITTEN}, answers={"probe": [1, "e", "", 3]}, requests=3, bytes=2**40,
    )  # fmt: skip
    seen = [
        Observation(
            run=run, system=run.system, probe="probe", version=1, answer=Answer.EXPOSED, reason=WRITTEN,
            place_group="/a", parameters=parameters, records=records, evidence=[{"line": WRITTEN}],
            pack="cn/1", at=at, writable=True,
        )
        for parameters, records in (([], None), ([WRITTEN, "", "{}"], {"low": 1, "high": None}))
    ]  # fmt: skip
    return run, seen


def values(model):
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in KEYS]
    return list(model.objects.order_by("parameters" if model is Observation else "at").values(*names))


KEYS = {"id", "system", "run_id"}


def test_every_kind_of_column_reads_back_as_after_insert(monday):
    run, seen = rows(monday)
    SystemRun.objects.bulk_create([run])
    Observation.objects.bulk_create(seen)
    inserted = values(SystemRun), values(Observation)
    Observation.objects.all().delete()
    SystemRun.objects.all().delete()
    run, seen = rows(monday)
    copy([run])
    copy(seen)
    assert (values(SystemRun), values(Observation)) == inserted
    assert list(run.observations.order_by("id")) == sorted(seen, key=lambda row: row.id)


def test_nothing_is_written_of_nothing():
    copy([])
    assert not SystemRun.objects.exists()


def test_a_row_that_breaks_a_constraint_is_refused_and_none_is_written(monday):
    run, _ = rows(monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy([run, run])
    assert not SystemRun.objects.exists()
