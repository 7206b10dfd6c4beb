# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell from what libcurl says of a connection, or from its bytes, what certificate the server showed."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from warnings import catch_warnings, simplefilter

from cryptography import x509
from cryptography.x509.oid import NameOID

from mendsky.core.terms.information import Certificate, Information

HAS_EXPIRED = 10
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED, as what became of verifying a certificate."""
UNREADABLE = (
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises, of one changed byte or another."""
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


def certificate_shown(written: bytes, host: str) -> Certificate | None:
    """Give the certificate (DER) of a connection that was made without a look at it; None if it is none.

    Who vouches for it is not looked up: a fault is that it vouches for itself, or is for another name than
    the host's.
    """
    try:
        with catch_warnings():
            # Of a certificate that ought not to be as it is, only what is said of it below is of interest.
            simplefilter("ignore")
            shown = x509.load_der_x509_certificate(written)
            by_itself = shown.issuer == shown.subject
            faulty = by_itself or not any(_names(host, name) for name in _subjects(shown))
            fault = Information.CERTIFICATE_NOT_TRUSTED if faulty else None
            return Certificate(expires=shown.not_valid_after_utc, fault=fault)
    except UNREADABLE:
        return None


def _subjects(shown: x509.Certificate) -> list[str]:
    """Give the names and addresses that a certificate is for; the common name where it gives no others."""
    with suppress(x509.ExtensionNotFound):
        named = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        addresses = map(str, named.get_values_for_type(x509.IPAddress))
        return [*named.get_values_for_type(x509.DNSName), *addresses]
    return [str(name.value) for name in shown.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]


def _names(host: str, subject: str) -> bool:
    """Say whether a certificate's name is a host's; an asterisk stands for its first part (RFC 9525)."""
    host, subject = host.lower(), subject.lower()
    first, _, rest = host.partition(".")
    return host == subject or (bool(first and rest) and subject == f"*.{rest}")


def _instant(written: str) -> datetime | None:
    """Read an instant as OpenSSL writes it; None for anything else."""
    try:
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)
    except ValueError:
        return None
