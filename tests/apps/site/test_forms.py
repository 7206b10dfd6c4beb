# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid

import pytest

from mendsky.apps.site import forms

RIGHT = {
    forms.NothingForm: {},
    forms.WordsForm: {"text": "Because."},
    forms.StatementForm: {"number": "3"},
    forms.StatementWordsForm: {"number": "3", "text": "Because."},
    forms.TransferForm: {"organisation": str(uuid.uuid4()), "text": "Its server."},
    forms.HoldForm: {"until": "2015-04-01", "text": "The repair runs."},
    forms.WrongContactForm: {"contact": str(uuid.uuid4())},
    forms.NewContactForm: {"email": "second@owner.test", "language": "en"},
    forms.TakeUpForm: {},
}


@pytest.mark.parametrize("form", RIGHT)
def test_what_a_page_sends_is_taken(form):
    assert form(RIGHT[form]).is_valid()


@pytest.mark.parametrize(
    ("form", "name"), [(form, name) for form, fields in RIGHT.items() for name in fields if fields]
)
def test_nothing_may_be_left_out_or_be_anything(form, name):
    assert not form({**RIGHT[form], name: ""}).is_valid()
    assert not form({**RIGHT[form], name: "x" * 5000}).is_valid()
