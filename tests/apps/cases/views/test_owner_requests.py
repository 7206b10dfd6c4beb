# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An owner takes the log of every request that was sent to its systems; nobody else does."""

import uuid

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.models import SentRequests
from mendsky.core.requests.sent import read_sent
from mendsky.runtime import clocks


@pytest.fixture
def sent(case):
    """Note a run on the case's system and one on somebody else's."""
    for system in (case.system, uuid.uuid4()):
        SentRequests.objects.create(
            run=uuid.uuid4(),
            system=system,
            at=clocks.now(),
            purpose="sweep",
            grant="grant-1",
            lines=f"0\tvisit\tGET\t200\t5\t\t127.0.0.1\t/\n1500\tvisit\tGET\t404\t5\t\t127.0.0.1\t/{system}",
        )


def table(answer):
    return read_sent(b"".join(answer.streaming_content).decode().splitlines())


def test_the_log_has_every_request_to_the_owner_s_systems_and_none_to_others(case, address, client, sent):
    answer = client.get(f"{address()}requests.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]
    log = table(answer)
    assert [one.target for one in log] == ["/", f"/{case.system}"]
    assert {one.system for one in log} == {directory.system(case.system).origin}
    assert (log[1].at - log[0].at).total_seconds() == 1.5


def test_the_page_links_to_the_log(address, client, sent):
    assert f"{address()}requests.csv" in client.get(address()).text


def test_an_authority_is_given_no_log(case, story, address, client, sent):
    from mendsky.apps.cases import queries

    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    assert client.get(f"{address('city')}requests.csv").status_code == 404
    assert "requests.csv" not in client.get(address("city")).text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(address, client, method):
    assert getattr(client, method)(f"{address()}requests.csv").status_code == 405
