# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sent by hand is checked before anything is done with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mendsky.apps.cases.forms import SKETCH_BYTES, CensusForm, DisputeForm, PlanForm


@pytest.mark.parametrize("date", ["", "tomorrow", "2015-02-30", "03/20/2015"])
def test_a_day_is_written_as_a_date(date):
    assert not PlanForm({"date": date}).is_valid()


def test_a_date_is_a_day():
    assert PlanForm({"date": "2015-03-20"}).is_valid()


@pytest.mark.parametrize("text", ["", " ", "x" * 4001])
def test_a_dispute_needs_some_words(text):
    assert not DisputeForm({"text": text}).is_valid()


def test_a_sketch_is_a_file_of_modest_size():
    small, large = (SimpleUploadedFile("sketch.bin", b"x" * size) for size in (10, SKETCH_BYTES + 1))
    form = CensusForm({}, {"sketch": small})
    assert form.is_valid()
    assert form.cleaned_data["sketch"] == b"x" * 10
    assert not CensusForm({}, {"sketch": large}).is_valid()
    assert not CensusForm({}, {}).is_valid()
