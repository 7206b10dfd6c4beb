# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from mendsky.apps.accounts.guards import divisions, holds, require, requires
from mendsky.core.terms.roles import Permission


@requires(Permission.WORK_CASES)
def page(request, number):
    """Show a number."""
    return HttpResponse(str(number))


@pytest.fixture
def ask(rf):
    def ask(user, method="get"):
        request = getattr(rf, method)("/desk/cases/7/?tab=letters")
        request.user = user
        return request

    return ask


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_logged_in_is_sent_to_the_login_and_back(ask, method):
    answer = page(ask(AnonymousUser(), method), 7)
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/desk/cases/7/%3Ftab%3Dletters"


def test_who_has_no_right_is_refused(ask, stranger, appoint):
    for person in (stranger, appoint("auditor")):
        with pytest.raises(PermissionDenied):
            page(ask(person), 7)


def test_who_has_the_right_is_let_in(ask, handler):
    assert page(ask(handler), 7).content == b"7"


def test_a_guarded_view_keeps_its_name():
    assert page.__name__ == "page"
    assert page.__doc__ == "Show a number."


def test_a_view_of_one_case_asks_for_its_division(ask, handler):
    require(ask(handler), Permission.WORK_CASES, "220102")
    with pytest.raises(PermissionDenied):
        require(ask(handler), Permission.WORK_CASES, "110000")
    with pytest.raises(PermissionDenied):
        require(ask(AnonymousUser()), Permission.WORK_CASES, "220102")


def test_rights_are_read_once_a_request(ask, handler, django_assert_num_queries):
    request = ask(handler)
    assert divisions(request, Permission.SEE_CASES) == {"220100"}
    with django_assert_num_queries(0):
        assert holds(request, Permission.WORK_CASES, "220102")
        assert not holds(request, Permission.WORK_CASES, "330000")
        assert not holds(request, Permission.WORK_CASES, "no such division")
