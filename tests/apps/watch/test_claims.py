# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk reads of claims."""

from datetime import timedelta

from mendsky.apps.watch import claiming, services
from mendsky.apps.watch.claims import claims, claims_count
from mendsky.core import formats
from mendsky.core.terms.answers import Answer
from tests.core.formats import samples


def test_a_broken_office_is_undetermined_and_the_page_counts_what_it_does_not_show(
    office, system_id, monday, work
):
    office.broken = True
    results = [
        ("a", formats.read(samples.sarif(origin=origin))) for origin in (office.origin, samples.ORIGIN)
    ]
    claiming.import_results(results, now=monday)
    work()
    (mine,) = claims(("110000",), limit=9)
    assert (mine.answer, mine.system.id) == (Answer.UNDETERMINED, system_id)
    assert (claims_count(("CN",)), len(claims(("CN",), limit=1)), claims_count(("120000",))) == (2, 1, 0)


def test_a_sweep_answers_a_claim_that_names_no_place(office, system_id, monday, work, synthetic):
    host, _, port = office.origin.removeprefix("http://").partition(":")
    services.sweep(monday)
    work()
    later = monday + timedelta(minutes=1)
    synthetic(later)
    claiming.import_results([("a", formats.read(samples.nmap(host=host, port=port)))], now=later)
    assert {one.answer for one in claims(("CN",), limit=9)} == {None}
    services.sweep(later)
    work()
    assert {(one.kind, one.answer) for one in claims(("CN",), limit=9)} == {
        ("directory-listing", Answer.EXPOSED),
        ("other", None),
    }
