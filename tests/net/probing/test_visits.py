# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Post
from tests.probing import visit_to

PAIR = Credential(account="zhangsan", password="never-shown")


def test_neither_account_nor_password_is_ever_written_out():
    visit = visit_to("http://yb.lab.test:80", tries={"zhangsan": 3}, credentials={"weak-password": (PAIR,)})
    post = Post(
        "/login", trying=Try(credential=PAIR), fields=(("u", "zhangsan"), ("p", "never-shown")), session="a"
    )
    for written in (repr(visit), repr(post), str(PAIR)):
        assert "zhangsan" not in written
        assert "never-shown" not in written
