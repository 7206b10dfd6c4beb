# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each figure is known: the definitions that figures hang on, their denominators, rules and terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.site.languages import nation
from mendsky.apps.site.published import published
from mendsky.core.rules import disclosure, escalation, severity
from mendsky.core.statistics.definitions import DEFINITIONS, DENOMINATORS
from mendsky.core.terms.counts import CountGrade

PARTS = (
    "loophole",
    "high-risk",
    "records",
    "people",
    "point",
    "risk",
    "repaired",
    "silent",
    "unknown",
    "exposure",
    "probing",
    "named",
)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show the definitions with their reasons, denominators, and the versions of the rules."""
    return published(request, lambda: _page(request))


def _page(request: HttpRequest) -> HttpResponse:
    served = nation()
    clocks = served.clocks
    page = {
        "parts": [(part, f"page.method.{part}", f"page.method.{part}-text") for part in PARTS],
        "grades": [(grade.value, f"grade.{grade.value}") for grade in CountGrade],
        "denominators": [
            (_name(figure), definition, _name(DENOMINATORS[figure]) if figure in DENOMINATORS else None)
            for figure, definition in DEFINITIONS.items()
        ],
        "rules": [
            ("page.method.rule-severity", severity.RULE),
            ("page.method.rule-escalation", escalation.RULE),
            ("page.method.rule-disclosure", disclosure.RULE),
            ("page.method.pack", served.version),
        ],
        "terms": [
            ("page.method.clock-answer", clocks.answer_working_days),
            ("page.method.clock-repair", clocks.repair_working_days),
            ("page.method.clock-escalate", clocks.escalate_working_days),
        ],
    }
    return render(request, "site/method.html", page)


def _name(figure: str) -> str:
    return f"page.figure.{figure.replace('_', '-')}"
