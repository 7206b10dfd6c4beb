# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the way a grant is signed lets it serve.

Where an installation lists keys of offices, only they make grants. Where it lists none, a grant without a
signature stands on the word of whoever imported it; one whose signature does not fit is worse than none.
"""

from mendsky.core.terms.grants import Grant, Signing

GrantKeys = frozenset[tuple[str, str]]
"""Public keys in base64, each with the office for which it is listed."""
ALWAYS = {
    Signing.CHANGED: "has a signature that does not fit: it was changed after it was signed",
    Signing.FORGOTTEN: "has a signature that covers what was forgotten when its revocation was entered",
}
WHERE_LISTED = {
    Signing.NONE: "has no signature, and the list of keys demands one",
    Signing.UNLISTED: "is signed with a key that is not in the list of keys",
    Signing.OTHER_OFFICE: "is signed with a key that is listed for another office than signed_by",
}


def signing(grant: Grant, keys: GrantKeys, *, genuine: bool) -> Signing:
    """Say how a grant is signed; `genuine` where its signature was verified by the key that it names."""
    if grant.signature is None:
        return Signing.NONE
    if not genuine:
        forgotten = grant.revoked_at is not None and not (grant.test_identities or grant.accounts)
        return Signing.FORGOTTEN if forgotten else Signing.CHANGED
    if (grant.signature.key, grant.signed_by) in keys:
        return Signing.LISTED
    return Signing.OTHER_OFFICE if any(key == grant.signature.key for key, _ in keys) else Signing.UNLISTED


def why_powerless(how: Signing, *, demanded: bool) -> str | None:
    """Say why a grant that is signed so has no power; `demanded` where the installation lists keys."""
    return (ALWAYS | WHERE_LISTED if demanded else ALWAYS).get(how)
