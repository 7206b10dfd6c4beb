# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags for texts of the nation, counts, grades, instants and places; loaded in every template."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mendsky.apps.site import picture, wording
from mendsky.apps.site.languages import language_of, nation
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.cases import State
from mendsky.documents import evidence

register = template.Library()


def _language(context: Context) -> str:
    request = context.get("request")
    return language_of(request) if request is not None else str(context["language"])


@register.simple_tag(takes_context=True)
def text(context: Context, *key: str, **values: object) -> str:
    """Give a text of the nation in the page's language.

    `{% text "page.home.title" name=value %}`; parts of a key are joined: `{% text "state" case.state %}`.
    """
    return wording.text(nation(), _language(context), ".".join(key), **values)


@register.simple_tag(takes_context=True)
def shown(context: Context, note: str) -> str:
    """Say in the page's language what a line of evidence showed."""
    return evidence.shown(nation(), _language(context), note)


@register.simple_tag(takes_context=True)
def count(context: Context, value: wording.CountLike, form: str = "") -> str:
    """Write a count without its unit: its point, else its interval."""
    del form
    return wording.count_text(nation(), _language(context), value)


@register.simple_tag(takes_context=True)
def interval(context: Context, value: wording.CountLike) -> str:
    """Write the interval of a count that has a point, or nothing."""
    return wording.interval_text(nation(), _language(context), value)


@register.simple_tag(takes_context=True)
def grade(context: Context, value: Any) -> SafeString:
    """Show the grade of a count, or a grade by its name, with its meaning as the tip."""
    name = value if isinstance(value, str) else wording.grade_of(value)
    if not name:
        return SafeString("")
    meaning = wording.text(nation(), _language(context), f"grade.{name}")
    return format_html('<abbr class="grade" title="{}">{}</abbr>', meaning, name)


@register.filter
def rests_on(figures: Mapping[str, Any], figure: str) -> tuple[picture.Share, ...]:
    """Give on which grades one of a block's figures rests, the largest share first."""
    return picture.shares(figures, figure)


@register.simple_tag(takes_context=True)
def instant(context: Context, moment: datetime | str | None) -> SafeString:
    """Write an instant in the nation's zone, readable by machines too."""
    return _time(context, moment, day=False)


@register.simple_tag(takes_context=True)
def day(context: Context, moment: datetime | str | None) -> SafeString:
    """Write the day of an instant in the nation's zone, readable by machines too."""
    return _time(context, moment, day=True)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | str, form: str = "minute") -> str:
    """Write an instant in the nation's zone as plain words for a sentence; `"day"` for its day."""
    return wording.moment_text(nation(), _language(context), value, day=form == "day")


@register.simple_tag(takes_context=True)
def division(context: Context, code: str) -> str:
    """Name a division with those above it."""
    return nation().full_name(code, _language(context))


@register.simple_tag(takes_context=True)
def sector(context: Context, key: str) -> str:
    """Name a sector."""
    names = next(known.names for known in nation().sectors if known.key == key)
    return wording.named(names, _language(context))


@register.simple_tag(takes_context=True)
def name(context: Context, names: Mapping[str, str]) -> str:
    """Give a name in the page's language out of names by language."""
    return wording.named(names, _language(context))


@register.simple_tag(takes_context=True)
def organisation(context: Context, identifier: UUID) -> str:
    """Name an organisation out of the page's `organisations`."""
    return wording.named(context["organisations"][identifier].names, _language(context))


@register.filter
def tone(state: str) -> str:
    """Give the style sheet's class of a state: `good` for our own verdict, `doubt` for a failed claim."""
    if state in REPAIRED_STATES:
        return "good"
    return "doubt" if state in {State.REFUTED, State.UNDELIVERABLE, State.DISPUTED} else ""


@register.filter
def full(value: int) -> str:
    """Write a whole number with separators."""
    return wording.full(value)


def _time(context: Context, moment: datetime | str | None, *, day: bool) -> SafeString:
    if moment is None:
        return SafeString("–")
    return format_html(
        '<time datetime="{}">{}</time>',
        wording.instant_of(moment).isoformat(),
        wording.moment_text(nation(), _language(context), moment, day=day),
    )
