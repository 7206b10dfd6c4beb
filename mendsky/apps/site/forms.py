# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk's pages send."""

from django import forms

LONGEST_WORDS = 4000


class NothingForm(forms.Form):
    """An action that needs nothing but to be chosen."""


class WordsForm(forms.Form):
    """An action with its reason."""

    text = forms.CharField(max_length=LONGEST_WORDS)


class StatementForm(forms.Form):
    """Which statement, by the number of its event."""

    number = forms.IntegerField(min_value=1)


class StatementWordsForm(StatementForm):
    """Which statement, and why not."""

    text = forms.CharField(max_length=LONGEST_WORDS)


class TransferForm(WordsForm):
    """Who is responsible after all, and how that is known."""

    organisation = forms.UUIDField()


class HoldForm(WordsForm):
    """Until which day, and why."""

    until = forms.DateField(input_formats=["%Y-%m-%d"])


class WrongContactForm(forms.Form):
    """Which contact."""

    contact = forms.UUIDField()


class NewContactForm(forms.Form):
    """An address and the language of letters to it."""

    email = forms.EmailField()
    language = forms.CharField(max_length=35)


class TakeUpForm(forms.Form):
    """Which case a report may belong to; empty for none."""

    case = forms.CharField(max_length=32, required=False)
