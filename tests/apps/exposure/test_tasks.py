# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky import wiring
from mendsky.apps.exposure import queries, tasks
from mendsky.core.terms.counts import Unit


def test_a_confirmed_exposure_starts_the_count():
    assert tasks.note_stated.name in wiring.WIRES["watch.exposure_confirmed"]


def test_the_job_keeps_what_the_observation_states(observed, subject):
    tasks.note_stated.func(observation_id=str(observed(1, None, 10)))
    assert queries.latest(subject)[Unit.RECORDS].count.high == 10
