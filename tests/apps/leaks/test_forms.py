# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form asks for little, and takes nothing else."""

from mendsky.apps.leaks.forms import CodeForm, ReportForm
from mendsky.apps.leaks.services import LONGEST_WORDS


def test_what_and_where_are_enough():
    assert ReportForm({"what": "other", "division": "220000"}).is_valid()


def test_a_made_up_kind_a_made_up_day_and_too_many_words_are_refused():
    form = ReportForm(
        {"what": "x", "division": "220000", "happened_on": "yesterday", "words": "x" * (LONGEST_WORDS + 1)}
    )
    assert not form.is_valid()
    assert set(form.errors) == {"what", "happened_on", "words"}


def test_a_code_is_asked_for():
    assert not CodeForm({}).is_valid()
