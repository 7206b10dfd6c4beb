# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What went wrong is said calmly, in both languages, and nothing of the inside with it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from mendsky.apps.site.views import errors


@pytest.mark.parametrize(
    ("page", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.forged, 403)],
)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_each_page_has_its_status_and_language(rf, db, page, status, language):
    answer = page(rf.get("/x/", HTTP_ACCEPT_LANGUAGE=language), PermissionDenied("inside"))
    assert answer.status_code == status
    assert f'lang="{language}"' in answer.content.decode()
    assert "inside" not in answer.content.decode()


def test_our_own_failure_is_named_apart(rf, db):
    answer = errors.failed(rf.get("/", HTTP_ACCEPT_LANGUAGE="en"))
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.content.decode()


def test_a_failure_is_shown_even_while_the_database_does_not_answer(rf, monkeypatch):
    from django.db import OperationalError

    from mendsky.apps.publication import queries
    from mendsky.runtime import installation

    def gone(*_):
        raise OperationalError

    monkeypatch.setattr(installation, "is_synthetic", gone)
    monkeypatch.setattr(queries, "listed", gone)
    assert errors.failed(rf.get("/", HTTP_ACCEPT_LANGUAGE="en")).status_code == 500


def test_a_forged_form_changes_nothing_and_says_so(db):
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = strict.post("/accounts/login/", {"login": "a@desk.test", "password": "x"})
    assert answer.status_code == 403
    assert "This form has expired." in answer.text
