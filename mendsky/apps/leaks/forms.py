# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a citizen's report and the question for its answer send."""

from django import forms

from mendsky.apps.leaks.models import What
from mendsky.apps.leaks.services import LONGEST_CONTACT, LONGEST_WORDS


class ReportForm(forms.Form):
    """What happened, where, when if known, in the citizen's own words if they like."""

    what = forms.ChoiceField(choices=[(what.value, what.value) for what in What])
    division = forms.CharField(max_length=12)
    happened_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    words = forms.CharField(required=False, max_length=LONGEST_WORDS)
    contact = forms.CharField(required=False, max_length=LONGEST_CONTACT)


class CodeForm(forms.Form):
    """The receipt code as typed."""

    code = forms.CharField(max_length=40)
