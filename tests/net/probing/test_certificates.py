# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest

from mendsky.core.terms.information import Certificate, Information
from mendsky.net.probing.certificates import END, HAS_EXPIRED, certificate_of


def shown(*fields, refused=False, verified=0):
    return certificate_of([fields] if fields else [], refused=refused, verified=verified)


def test_the_servers_own_certificate_says_when_it_ends():
    chain = [(("Subject", "CN = a"), (END, "Nov 23 04:05:06 2027 GMT")), ((END, "Jan  1 00:00:00 2000 GMT"),)]
    told = certificate_of(chain, refused=False, verified=0)
    assert told == Certificate(expires=datetime(2027, 11, 23, 4, 5, 6, tzinfo=UTC))


def test_where_a_connection_was_used_again_nothing_is_told():
    assert shown() is None


@pytest.mark.parametrize("written", ["", "soon", "2027-11-23", "Nov 99 04:05:06 2027 GMT"])
def test_an_end_that_cannot_be_read_is_none(written):
    assert shown((END, written)) == Certificate()


@pytest.mark.parametrize(
    ("verified", "fault"),
    [
        (HAS_EXPIRED, Information.CERTIFICATE_EXPIRED),
        (18, Information.CERTIFICATE_NOT_TRUSTED),
        (0, Information.CERTIFICATE_NOT_TRUSTED),
    ],
)
def test_a_refused_certificate_says_why_whatever_else_it_says(verified, fault):
    assert shown((END, "Nov 23 04:05:06 2027 GMT"), refused=True, verified=verified) == Certificate(
        fault=fault
    )
