# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""By the code one sees where a report stands and what was answered, never what was written."""

from mendsky.apps.leaks import services


def test_the_code_leads_to_the_state_and_the_answer(client, write, world, monday):
    from mendsky.apps.leaks import queries

    code = write()
    found = client.post("/reports/", {"code": f" {code.lower()} "})
    assert found.status_code == 303
    page = client.get(found["Location"], HTTP_ACCEPT_LANGUAGE="en")
    assert "waiting for an officer" in page.text
    entry = queries.by_code(code)
    services.take_up(entry.id, case=world.cases[0].public_id, at=monday)
    services.answer(entry.id, "Have the card blocked.", at=monday)
    page = client.get(f"/reports/{code}/", HTTP_ACCEPT_LANGUAGE="en")
    assert "Have the card blocked." in page.text
    assert f"/cases/{world.cases[0].public_id}/" in page.text
    assert "never asked for" not in page.text
    assert "mill" not in page.text
    assert "no-store" in page["Cache-Control"]


def test_an_unknown_code_is_not_found(client, synthetic, home):
    answer = client.get("/reports/2222-2222-2222-2222/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 404
    assert "no report with this code" in answer.text


def test_no_code_asks_again(client, synthetic, home):
    assert client.post("/reports/", {}).status_code == 200
