# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must not be asked: read, imported, changed with its history, withdrawn, and put on grants."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from mendsky.apps.directory import queries, services
from mendsky.apps.directory.importing import read_table
from mendsky.apps.directory.models import OptOut
from mendsky.apps.directory.optouts import opt_out_problems, wanted_opt_out
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.report import ImportRefusedError

DAY = timedelta(days=1)


@pytest.fixture
def entry(monday):
    return {
        "key": "works-2015",
        "origin": "http://YB.lab.test:8080/",
        "starts": monday.isoformat(),
        "ends": (monday + 2 * DAY).isoformat(),
        "reason": "the server hall is rebuilt",
    }


def network_of(entry, network="127.0.0.0/8"):
    return {name: value for name, value in entry.items() if name != "origin"} | {"network": network}


def test_an_entry_is_read_in_its_one_form(entry, monday):
    assert list(opt_out_problems(entry)) == []
    wanted = wanted_opt_out(3, entry)
    assert (wanted.number, wanted.origin, wanted.network) == (3, "http://yb.lab.test:8080", "")
    assert (wanted.starts, wanted.ends, wanted.valid_to) == (monday, monday + 2 * DAY, None)
    assert wanted_opt_out(0, network_of(entry)).network == "127.0.0.0/8"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"network": "127.0.0.0/8"}, "origin"),
        ({"origin": "nowhere"}, "origin"),
        ({"ends": "2015-01-01T00:00:00Z"}, "ends"),
        ({"ends": "2015-02-30T00:00:00Z"}, "starts"),
        ({"starts": "0001-01-01T00:00:00+14:00"}, "starts"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(entry, changes, field):
    assert [name for name, _ in opt_out_problems(entry | changes)] == [field]


def test_neither_place_nor_network_and_a_network_with_host_bits_are_wrong(entry):
    nowhere = {name: value for name, value in entry.items() if name != "origin"}
    assert [name for name, _ in opt_out_problems(nowhere)] == ["origin"]
    assert [name for name, _ in opt_out_problems(network_of(entry, "127.0.0.1/8"))] == ["network"]


def test_an_import_enters_it_and_again_changes_nothing(bring, document, entry):
    first = bring({**document, "optouts": [entry]})
    assert first.counted("optouts").added == 1
    assert bring({"optouts": [entry]}).counted("optouts").unchanged == 1


def test_a_change_keeps_how_it_was_before(bring, entry, monday):
    bring({"optouts": [entry]})
    bring({"optouts": [entry | {"reason": "rebuilt for longer"}]}, monday + DAY)
    before, after = OptOut.objects.order_by("valid_from")
    assert (before.valid_to, after.valid_to, before.entry) == (monday + DAY, None, after.entry)
    assert [one.reason for one in queries.opt_outs(monday + DAY)] == ["rebuilt for longer"]


@pytest.mark.parametrize("changes", [{"origin": "nowhere"}, {"ends": "2015-01-01T00:00:00Z"}, {"unknown": 1}])
def test_a_wrong_one_refuses_the_whole_document(bring, document, entry, changes):
    with pytest.raises(ImportRefusedError, match="works-2015"):
        bring({**document, "optouts": [entry | changes]})
    assert not OptOut.objects.exists()


def test_one_that_is_over_is_told(bring, entry, monday):
    report = bring({"optouts": [entry]}, monday + 3 * DAY)
    assert [remark.says[:8] for remark in report.warnings] == ["ended on"]


def test_a_table_is_read_as_a_document_is(entry):
    head, row = ",".join(entry), ",".join(entry.values())
    assert read_table("optouts", f"{head}\n{row}\n") == ([entry], [2])


def test_grants_carry_what_touches_them(bring, document, entry, vault, monday):
    far = entry | {"key": "far", "origin": "http://far.lab.test"}
    wide = network_of(entry) | {"key": "wide", "starts": (monday + DAY).isoformat()}
    bring({**document, "optouts": [entry, far, wide]})
    (grant,) = queries.live_grants(monday, vault)
    assert [(one.key, one.network) for one in grant.opt_outs] == [
        ("works-2015", None),
        ("wide", ip_network("127.0.0.0/8")),
    ]
    (later,) = queries.live_grants(monday + 2 * DAY, vault)
    assert later.opt_outs == ()


def test_a_withdrawn_one_is_gone_from_then_on_and_only_then(bring, document, entry, vault, monday):
    bring({**document, "optouts": [entry]})
    services.withdraw_opt_out("works-2015", monday + DAY)
    assert len(queries.opt_outs(monday)) == 1
    assert queries.opt_outs(monday + DAY) == ()
    with pytest.raises(UnknownEntryError, match="no opt-out works-2015"):
        services.withdraw_opt_out("works-2015", monday + DAY)
