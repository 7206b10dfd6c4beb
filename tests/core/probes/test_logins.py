# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.logins import CannotTellError, log_in, login_form, refused, unable
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential
from tests.probing import ORIGIN, page_of

BOX = (
    '<form action="/search"><input name=q></form>'
    '<form method="POST" action="in.do"><input type=hidden name=token value="t1"><input name=yhm>'
    '<input type="password" name=mm><input type=submit name=go value="1"></form>'
)


def test_a_login_form_is_read_with_its_hidden_fields():
    form = login_form(page_of("/ht/login", BOX), ORIGIN)
    assert (form.target, form.account, form.password) == ("/ht/in.do", "yhm", "mm")
    assert form.filled("a", "b") == (("token", "t1"), ("go", "1"), ("yhm", "a"), ("mm", "b"))


@pytest.mark.parametrize(
    "text",
    [
        "<p>nothing</p>",
        "<form><input name=u><input type=password name=p></form>",
        "<form method=post><input type=password name=p></form>",
        '<form method=post action="http://elsewhere.test/"><input name=u><input type=password name=p></form>',
        "<form method=post><input name=u><input type=password></form>",
    ],
    ids=["none", "by GET", "no account", "to another origin", "a field without name"],
)
def test_what_cannot_be_posted_to_its_own_origin_is_no_login_form(text):
    assert login_form(page_of("/login", text), ORIGIN) is None


@pytest.mark.parametrize(
    ("text", "status", "cause"),
    [
        ("账号已锁定", 200, Cause.BLOCKED),
        ("Too many attempts", 200, Cause.BLOCKED),
        ("x", 429, Cause.BLOCKED),
        ("x", 502, Cause.SERVER_ERROR),
        (BOX + "系统繁忙", 200, Cause.SERVER_ERROR),
        ('<img src="/captcha.png">', 200, Cause.CAPTCHA),
        (BOX + "用户名或密码错误", 200, None),
    ],
)
def test_some_answers_to_a_login_tell_nothing(text, status, cause):
    assert unable(page_of("/login", text, status=status)) is cause


@pytest.mark.parametrize(
    ("text", "status", "shut"),
    [
        (BOX, 200, True),
        ("<script>alert('密码错误')</script>", 200, True),
        ("Invalid user name", 200, True),
        ("x", 403, True),
        ("<h1>欢迎</h1>", 200, False),
    ],
)
def test_the_form_again_or_words_keep_out(text, status, shut):
    assert refused(page_of("/login", text, status=status)) is shut


def test_a_login_posts_what_the_form_holds_and_tells_in_from_out():
    pair = Credential(account="trial", password="made-up")
    for opened, inside in (("<h1>欢迎</h1>", True), (BOX, False)):
        course = log_in(ORIGIN, "/ht/login", pair, session="first")
        assert next(course).target == "/ht/login"
        post = course.send(page_of("/ht/login", BOX))
        assert (post.target, post.session, post.trying.credential) == ("/ht/in.do", "first", pair)
        with pytest.raises(StopIteration) as end:
            course.send(page_of("/ht/index", opened))
        assert (end.value.value is not None) == inside


def test_a_login_without_a_form_or_an_answer_tells_nothing():
    pair = Credential(account="trial", password="made-up")
    course = log_in(ORIGIN, "/login", pair, session="first")
    next(course)
    with pytest.raises(CannotTellError) as told:
        course.send(page_of("/login", "<p>x</p>"))
    assert told.value.cause is Cause.LOGIN_PAGE
