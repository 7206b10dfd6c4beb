# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look at one system once, under a grant from a file and without a database."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings

from mendsky.apps.directory.origins import normal_origin
from mendsky.apps.directory.reading import BASIS_UNSAID, consent_words
from mendsky.apps.watch import doors, proving
from mendsky.core import probes
from mendsky.core.rules.ownership import is_basis_unsaid
from mendsky.core.terms.grants import Grant
from mendsky.nations.load import load
from mendsky.net.probing.door import Outcome, Visit
from mendsky.runtime import clocks


class UnsaidBasisError(ValueError):
    """A grant speaks of consent and does not say whether it rests on it."""


def probe_once(url: str, grant: Grant) -> Outcome:
    """Ask one system every permitted probe, without a database, by the real clock.

    A grant by consent is proven there and then. Raises `OriginError` for an address that is no http or
    https URL, and `UnsaidBasisError` for a grant that does not say what it rests on.
    """
    parts = urlsplit(url)
    origin = normal_origin(f"{parts.scheme}://{parts.netloc}")
    nation = load(settings.NATION)
    if is_basis_unsaid(grant, consent_words(nation)):
        msg = f"grant {grant.id}: basis {BASIS_UNSAID}"
        raise UnsaidBasisError(msg)
    door = doors.door(
        (proving.with_fresh_proofs(grant, clocks.real_now()),),
        now=clocks.real_now,
        nation=nation,
        synthetic=grant.synthetic,
        stopped=lambda: False,
    )
    visit = Visit(
        key=url,
        origin=origin,
        entries=probes.REGISTER,
        places={},
        nonce=secrets.token_hex(8),
        security_txt_due=True,
    )
    (outcome,) = door.run((visit,))
    return outcome
