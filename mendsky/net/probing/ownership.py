# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look whether an owner has put up a grant's token: in the DNS, or at a well-known address over TLS.

Nothing else is asked, no redirect is followed, and the address is pinned as it is for probes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mendsky.core.requests.signature import authority_of
from mendsky.core.rules.granted import may_prove
from mendsky.core.rules.ownership import LABEL, PATH, holds
from mendsky.core.terms.grants import Address, Ask, Grant, ProofMethod
from mendsky.net.probing.curl import Answered, Asking, Transfers, Way
from mendsky.net.probing.origins import Origin, parse_origin
from mendsky.net.probing.resolver import NameNotFoundError, TextResolver, literal
from mendsky.net.probing.signatures import Signatures, Signer

MOST_BYTES = 8_192
TLS_PORT = 443
WAIT_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Looking:
    """How proofs are looked for, the same for all origins."""

    now: Callable[[], datetime]
    resolver: TextResolver
    synthetic: bool
    user_agent: str
    timeout: float
    ca_file: str | None = None
    signer: Signer | None = None
    """As of a probe's requests."""


def look(looking: Looking, grant: Grant, origin_text: str, token: str) -> ProofMethod | None:
    """Say by which method a token shows the owner's control of an origin; None where by none.

    Raises `OriginError` where the origin cannot be read.
    """
    origin = parse_origin(origin_text)
    ask = Ask(
        origin=origin_text,
        address=None,
        path=PATH,
        method="GET",
        probe_class=0,
        at=looking.now(),
        synthetic=looking.synthetic,
    )
    if not may_prove(grant, ask):
        return None
    if literal(origin.host) is None and holds(looking.resolver.texts(f"{LABEL}.{origin.host}"), token):
        return ProofMethod.DNS
    return ProofMethod.WELL_KNOWN if holds(_file(looking, grant, origin, ask), token) else None


def _file(looking: Looking, grant: Grant, origin: Origin, ask: Ask) -> tuple[str, ...]:
    """Fetch the well-known file, of the host's usual TLS port where the origin has no TLS."""
    try:
        addresses = looking.resolver.resolve(origin.host)
    except NameNotFoundError:
        return ()
    allowed = [address for address in addresses if may_prove(grant, replace(ask, address=address))]
    if not allowed:
        return ()

    def still(address: Address) -> bool:
        return may_prove(grant, replace(ask, address=address, at=looking.now()))

    port = origin.port if origin.scheme == "https" else TLS_PORT
    authority = authority_of("https", origin.url_host, port)
    answered = _fetch(
        Asking(
            way=Way(
                scheme="https",
                host=origin.url_host,
                port=port,
                authority=authority,
                address=allowed[0],
                rate=grant.rate,
                user_agent=looking.user_agent,
                timeout=looking.timeout,
                ca_file=looking.ca_file,
            ),
            target=PATH,
            allowed=still,
            max_bytes=MOST_BYTES,
            signature=Signatures(looking.signer).fields(authority),
        )
    )
    if answered.failure is not None or answered.status != 200:
        return ()
    return (answered.body.decode(errors="replace"),)


def _fetch(asking: Asking) -> Answered:
    transfers = Transfers()
    try:
        transfers.start(asking, asking)
        while True:
            for _, answered in transfers.wait(WAIT_SECONDS):
                return answered
    finally:
        transfers.close()
