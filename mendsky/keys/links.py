# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links of letters: a token that says, to us alone, who may do what in which case until when."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from mendsky.keys.seal import SealError, seal, unseal
from mendsky.keys.vault import Vault, VaultError

NAME = "links"
CONTEXT = b"link"
LONGEST_TOKEN = 2_000


class LinkError(ValueError):
    """A link is not one of ours."""


class LinkExpired(LinkError):  # noqa: N818 - named for what is the case
    """A link was ours, and its time is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What a link lets its holder do."""

    purpose: str
    """For example `owner`."""
    case: str
    party: str
    """Whom the letter was written to."""


def make(vault: Vault, *, purpose: str, case: str, party: str, expires: datetime) -> str:
    """Make a token of letters, digits, hyphens and underscores; raises `ValueError` for a naive instant."""
    if expires.tzinfo is None:
        msg = "a link's end needs a time zone"
        raise ValueError(msg)
    said = json.dumps([purpose, case, party, int(expires.timestamp())], separators=(",", ":"))
    return urlsafe_b64encode(seal(vault, NAME, said.encode(), CONTEXT)).rstrip(b"=").decode()


def read(vault: Vault, token: str, *, now: datetime) -> Link:
    """Give what a token says; raises `LinkExpired`, or `LinkError` for what is not ours."""
    try:
        if len(token) > LONGEST_TOKEN:
            raise _foreign()
        sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        if urlsafe_b64encode(sealed).rstrip(b"=").decode() != token:
            raise _foreign()
        purpose, case, party, expires = json.loads(unseal(vault, NAME, sealed, CONTEXT))
    except LinkError:
        raise
    except (SealError, VaultError, ValueError) as error:
        raise _foreign() from error
    if now >= datetime.fromtimestamp(expires, UTC):
        msg = "this link's time is over: ask for a new letter"
        raise LinkExpired(msg)
    return Link(purpose=purpose, case=case, party=party)


def _foreign() -> LinkError:
    return LinkError("this link is not one of ours: copy it whole from the letter")
