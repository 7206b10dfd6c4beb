# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an owner's page sends."""

from django import forms

from mendsky.apps.cases.services.answers import DISPUTE_LENGTH, PLAN_LENGTH
from mendsky.apps.cases.services.statements import STATEMENT_LENGTH

SKETCH_BYTES = 1024 * 1024
"""Most bytes of a sealed sketch: k = 16,384 takes 131 kB."""


class PlanForm(forms.Form):
    """The day by which the owner will repair."""

    date = forms.DateField(input_formats=["%Y-%m-%d"])


class DisputeForm(forms.Form):
    """Why it is not so."""

    text = forms.CharField(max_length=DISPUTE_LENGTH)


class ReturnPlanForm(forms.Form):
    """The repair plan that an authority returns: the day, the office that sees to it, the stopgap."""

    date = forms.DateField(input_formats=["%Y-%m-%d"])
    text = forms.CharField(max_length=PLAN_LENGTH)


class StatementForm(forms.Form):
    """What the owner wants the public to read."""

    text = forms.CharField(max_length=STATEMENT_LENGTH)


class CensusForm(forms.Form):
    """A sealed sketch, as `mendsky census` wrote it."""

    sketch = forms.FileField(max_length=255)

    def clean_sketch(self) -> bytes:
        """Give the file's bytes; refuses one that no sketch could fill."""
        upload = self.cleaned_data["sketch"]
        if upload.size > SKETCH_BYTES:
            msg = "too large for a sketch"
            raise forms.ValidationError(msg)
        content: bytes = upload.read()
        return content
