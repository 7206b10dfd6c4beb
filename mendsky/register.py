# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Personal data that Mendsky keeps for its work: where, why, how long, whether sealed; imports no Mendsky.

Whatever is not listed here must hold none; `mendsky self-audit` searches everything else.
"""

from typing import NamedTuple


class KeptPersonalData(NamedTuple):
    """One place where personal data may be kept."""

    table: str
    """Table of the database."""
    columns: tuple[str, ...]
    purpose: str
    term: str
    """Until when it is kept."""
    sealed: bool
    """Whether it is unreadable without a key that is kept outside the database."""


REGISTER: tuple[KeptPersonalData, ...] = (
    KeptPersonalData(
        table="auth_user",
        columns=("email",),
        purpose="log in at the desk: work address of a person with a role",
        term="three years after the person's last role ended, for audits",
        sealed=False,
    ),
    KeptPersonalData(
        table="account_emailaddress",
        columns=("email",),
        purpose="log in at the desk: the same address, as the login looks it up",
        term="three years after the person's last role ended, for audits",
        sealed=False,
    ),
    KeptPersonalData(
        table="directory_contact",
        columns=("email",),
        purpose="write to the office that keeps a system or supervises it",
        term="until the contact is closed",
        sealed=True,
    ),
    KeptPersonalData(
        table="directory_contact",
        columns=("lookup",),
        purpose="recognise an address that is imported again, by a keyed digest",
        term="until the contact is closed",
        sealed=True,
    ),
    KeptPersonalData(
        table="directory_grant",
        columns=("test_identities",),
        purpose="answer questions about a person with a test identity that the grant names",
        term="until the grant is revoked or superseded",
        sealed=True,
    ),
)
