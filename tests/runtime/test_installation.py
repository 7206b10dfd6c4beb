# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.runtime import installation
from mendsky.runtime.database import DatabaseRefusedError

pytestmark = pytest.mark.django_db


def test_a_fresh_database_takes_the_mark_of_its_first_use():
    assert installation.claim(synthetic=True).synthetic
    assert installation.is_synthetic()


def test_a_database_of_the_demo_is_refused_for_real_use():
    installation.claim(synthetic=True)
    with pytest.raises(DatabaseRefusedError, match="made for the demo"):
        installation.claim(synthetic=False)


def test_a_real_database_is_refused_for_the_demo():
    installation.claim(synthetic=False)
    with pytest.raises(DatabaseRefusedError, match="made for real use"):
        installation.claim(synthetic=True)


def test_an_import_marks_a_fresh_database_as_real_and_leaves_the_demos_mark():
    assert not installation.claim_unless_marked().synthetic
    installation.Installation.objects.update(synthetic=True)
    assert installation.claim_unless_marked().synthetic


def test_a_database_without_a_mark_is_not_called_synthetic():
    assert not installation.is_synthetic()
