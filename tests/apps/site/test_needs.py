# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits is gathered in one list; whose it is to answer follows from the table of rights."""

from mendsky.apps.site.needs import CHANGING, WHO
from mendsky.core.rules.attention import Need
from mendsky.core.rules.rights import may
from mendsky.core.terms.roles import Role


def test_each_need_has_somebody_who_may_answer_it():
    assert set(WHO) == set(Need)
    for permission in WHO.values():
        assert any(may(role, permission) for role in Role)


def test_each_need_has_its_words(nation):
    for language in nation.languages:
        for need in Need:
            assert nation.texts[language][f"page.desk.verb.{need.value}"]
            assert nation.texts[language][f"page.desk.why.{need.value}"]


def test_who_only_reads_decides_nothing():
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert not any(may(role, permission) for permission in CHANGING)


def test_a_reviewer_is_asked_for_reviews_only():
    assert {need for need in Need if may(Role.REVIEWER, WHO[need])} == {Need.FLAG, Need.UNDETERMINED}
