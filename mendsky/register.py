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
        purpose="answer questions about a person, and try logins, with what the grant names for it",
        term="until the grant is revoked or superseded",
        sealed=True,
    ),
    KeptPersonalData(
        table="watch_workingpair",
        columns=("sealed",),
        purpose="look again whether the password of a reported login still opens it",
        term="until the place is dropped, or still clean at the recheck",
        sealed=True,
    ),
    KeptPersonalData(
        table="watch_passwordtries",
        columns=("account",),
        purpose="count the tries of a password of an account and day, by a keyed digest of its name",
        term="until the next day's first try",
        sealed=True,
    ),
    KeptPersonalData(
        table="leaks_citizenreport",
        columns=("sealed",),
        purpose="what a citizen wrote of a misuse of their data, and how to reach them, if they said so",
        term="a year after the report last moved; then its key is destroyed",
        sealed=True,
    ),
    KeptPersonalData(
        table="leaks_citizenreport",
        columns=("answer",),
        purpose="what the citizen is told by receipt code",
        term="a year after the report last moved; then its key is destroyed",
        sealed=True,
    ),
)
