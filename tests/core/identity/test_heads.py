# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.heads import Heads


def test_a_head_names_kinds_and_classes(nation):
    heads = Heads(nation)
    assert heads.announce("手机号码", "cn-mobile")
    assert heads.announce("mobilePhone", "cn-mobile")
    assert not heads.announce("microphone", "cn-mobile")
    assert not heads.announce("", "cn-mobile")
    assert heads.classes("家庭地址") == {"address"}
    assert "bank-account" in heads.classes("bankAccount")
    assert heads.announce("e-mail", "email")
