# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell from what libcurl says of a connection what certificate the server showed."""

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime

from mendsky.core.terms.information import Certificate, Information

HAS_EXPIRED = 10
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED, as what became of verifying a certificate."""
END = "Expire date"
"""What libcurl calls the end of a certificate, of which each is a row of names and texts."""


def certificate_of(
    chain: Sequence[Sequence[tuple[str, str]]], *, refused: bool, verified: int
) -> Certificate | None:
    """Give the certificate of a connection; None where one was used again, or none was shown.

    `verified` is OpenSSL's number. Of a certificate for another name, which is refused too, it says that
    it is well.
    """
    if refused:
        expired = verified == HAS_EXPIRED
        fault = Information.CERTIFICATE_EXPIRED if expired else Information.CERTIFICATE_NOT_TRUSTED
        return Certificate(fault=fault)
    return Certificate(expires=_instant(dict(chain[0]).get(END, ""))) if chain else None


def _instant(written: str) -> datetime | None:
    """Read an instant as OpenSSL writes it; None for anything else."""
    try:
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)
    except ValueError:
        return None
