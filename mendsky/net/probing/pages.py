# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages as probes see them, made of what came back."""

from collections.abc import Callable

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Body, Page, Reading
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.readings import read

NOTHING_READ = Reading()


def page_of(
    target: str,
    answered: Answered,
    nation: Nation,
    grant: Grant | None,
    values: Callable[[bytes], bytes] = bytes,
) -> Page:
    """Make a page to which the bytes that came back belong; `values` gives what is read of them."""
    failure, reading, body = answered.failure, NOTHING_READ, Body(answered.body)
    if failure is None and grant is not None:
        try:
            seen = answered.body if values is bytes else values(bytes(answered.body))
            reading = read(seen, nation, grant.birth_years)
        except Exception:  # noqa: BLE001 - what we cannot read is our own failure, told apart as such
            failure = Cause.OUR_FAILURE
    if failure is not None:
        body.close()
        body = Body(b"")
    return Page(
        target=target,
        status=answered.status,
        headers=answered.headers,
        body=body,
        reading=reading,
        failure=failure,
        cut=answered.cut,
    )
