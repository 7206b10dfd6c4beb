# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.apps.watch.selftest import Counterpart, try_probes
from mendsky.cli import lab_process
from mendsky.core.terms.answers import Answer

KIND = "directory-listing"


@pytest.fixture(scope="module")
def told():
    with lab_process.counterparts() as told:
        yield told


def tried(told, *renamed, kind=KIND):
    known = [
        Counterpart(kind=kind, name=as_if, origin=one["origin"])
        for name, as_if in renamed
        for one in told["counterparts"]
        if (one["kind"], one["name"]) == (kind, name)
    ]
    return [(one.answer, one.ok) for one in try_probes(known, told["test_identity"], told["test_accounts"])]


def test_a_probe_that_answers_rightly_is_right(told):
    same = [(name, name) for name in ("vulnerable", "repaired", "odd:captcha")]
    assert tried(told, *same) == [
        (Answer.EXPOSED, True),
        (Answer.NOT_EXPOSED, True),
        (Answer.UNDETERMINED, True),
    ]


def test_what_needs_test_accounts_has_them_and_what_everybody_sees_is_no_finding(told):
    same = [(name, name) for name in ("vulnerable", "repaired", "odd:public-notice")]
    assert [ok for _, ok in tried(told, *same, kind="object-references")] == [True] * 3


@pytest.mark.parametrize(
    ("name", "as_if", "answer"),
    [
        ("repaired", "vulnerable", Answer.NOT_EXPOSED),
        ("vulnerable", "repaired", Answer.EXPOSED),
        ("vulnerable", "odd:captcha", Answer.EXPOSED),
        ("odd:captcha", "repaired", Answer.UNDETERMINED),
    ],
)
def test_a_probe_that_answers_wrongly_is_wrong(told, name, as_if, answer):
    assert tried(told, (name, as_if)) == [(answer, False)]


def test_a_counterpart_that_is_gone_proves_no_probe_right(told):
    gone = [Counterpart(kind=KIND, name="vulnerable", origin="http://127.78.9.9:9")]
    (one,) = try_probes(gone, told["test_identity"], told["test_accounts"])
    assert not one.ok
