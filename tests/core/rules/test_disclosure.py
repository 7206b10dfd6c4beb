# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is verified is counted; what is not stays within the case."""

import pytest

from mendsky.core.rules.disclosure import STAGES, stage
from mendsky.core.terms.cases import Stage, State


def test_every_state_has_a_row():
    assert set(STAGES) == set(State)


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
def test_what_nobody_verified_stays_sealed(state):
    assert stage(state) is Stage.SEALED


@pytest.mark.parametrize("state", [state for state in State if state not in {State.RECEIVED, State.REJECTED}])
def test_from_the_verification_on_a_case_is_counted(state):
    assert stage(state) is Stage.COUNTED


def test_no_state_names_an_organisation_yet():
    assert Stage.NAMED not in STAGES.values()
