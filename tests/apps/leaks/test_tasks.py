# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clock forgets what is over, and one failure holds up no other."""

import pytest

from mendsky.apps.leaks import queries, services, tasks
from mendsky.apps.leaks.models import ReportState


def test_what_is_over_is_forgotten(report, monday):
    tasks.due(monday + services.TERM)
    assert queries.report(report.id).state is ReportState.CLOSED


def test_a_failure_is_told_after_the_others_were_moved(report, monday, monkeypatch):
    def fail():
        raise OSError

    steps = services.due(monday + services.TERM)
    monkeypatch.setattr(services, "due", lambda _now: (fail, *steps))
    with pytest.raises(ExceptionGroup):
        tasks.due(monday + services.TERM)
    assert queries.report(report.id).state is ReportState.CLOSED
