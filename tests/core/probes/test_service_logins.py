# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.service_logins import Login
from mendsky.core.probes.weak_service_password import SERVICES
from mendsky.core.terms.credentials import Credential, Try


def test_neither_name_nor_password_stands_in_what_a_login_says_of_itself():
    trying = Try(credential=Credential(account="zhangsan", password="made-up"))
    said = repr(Login(trying=trying, nonce="n"))
    assert "zhangsan" not in said
    assert "made-up" not in said


@pytest.mark.parametrize("scheme", SERVICES)
def test_of_the_usual_three_tries_of_a_day_one_is_left_for_the_control(scheme):
    assert max(len(account.passwords) for account in SERVICES[scheme].shipped) <= 2
