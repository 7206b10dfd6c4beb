# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""TCP services of the lab that answer within TLS alone: from the start, or once it is asked for."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mendsky.lab.open_ldap.store import BIND, DONE, UNBOUND, elements, result
from mendsky.lab.talks import Said, Service, Talk
from mendsky.lab.weak_service_password.postgresql import REQUEST_FOR_TLS

NAME = "lab.test"
SINCE, UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2115, 1, 1, tzinfo=UTC)
LDAP_EXTENDED, LDAP_RESPONSE, LDAP_NEEDS_TLS = 0x77, 0x78, 13
FTP_NEEDS_TLS = b"530 Anonymous sessions must use encryption (synthetic).\r\n"
FTP_PROTECTS = {
    b"PBSZ 0\r\n": Said(content=b"200 PBSZ=0\r\n"),
    b"PROT P\r\n": Said(content=b"200 private\r\n"),
}
POSTGRESQL_NEEDS_TLS = b"SFATAL\0C28000\0Mno pg_hba.conf entry for this host, no encryption (synthetic)\0\0"
MYSQL_REQUEST_BYTES = 36
MYSQL_NEEDS_TLS = b"\xff\x57\x0c#08004Connections using insecure transport are prohibited (synthetic)"
WITHOUT_TLS, WITH_TLS = b"\xff\xf7\x21", b"\xff\xff\x21"
"""Abilities of a MySQL server, and what comes after them in its greeting."""


@cache
def server_context() -> ssl.SSLContext:
    """Give what is needed to serve within TLS: a key and a certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), SINCE, UNTIL)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder, "both.pem")
        written = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(written + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(file)
    return context


def from_the_start(service: Service) -> Service:
    """Make a service speak within TLS from the start."""

    def begin() -> Talk:
        talk, begun = service(), False

        def answer(came: bytes) -> Said:
            nonlocal begun
            if begun:
                return talk(came)
            begun = True
            greeting = talk(came)
            return replace(greeting, content=b"", starts_tls=True, within=greeting.content)

        return answer

    return begin


@dataclass(kw_only=True, slots=True)
class Waiting:
    """One connection on which TLS is begun when that is asked for, and nothing is answered before."""

    talk: Talk
    refused: Callable[[bytes], Said]
    """What is said to what comes before TLS: that it begins, or why not."""
    within: Mapping[bytes, Said]
    """What is said within TLS to what the service itself does not know."""
    greeting: Callable[[Said], Said] = lambda said: said
    begun: bool = False

    def __call__(self, came: bytes) -> Said:
        """Answer what came."""
        if not came:
            return self.greeting(self.talk(came))
        if self.begun:
            return self.within.get(came) or self.talk(came)
        said = self.refused(came)
        self.begun = said.starts_tls
        return said


def _ldap(came: bytes) -> Said:
    ((_, content),) = elements(came)
    _, (kind, _), *_ = elements(content)
    if kind == LDAP_EXTENDED:
        return Said(content=result(LDAP_RESPONSE), starts_tls=True)
    return Said(content=result(UNBOUND if kind == BIND else DONE, LDAP_NEEDS_TLS))


def _ftp(came: bytes) -> Said:
    agreed = Said(content=b"234 begin\r\n", starts_tls=True)
    return agreed if came == b"AUTH TLS\r\n" else Said(content=FTP_NEEDS_TLS)


def _postgresql(came: bytes) -> Said:
    if came == REQUEST_FOR_TLS:
        return Said(content=b"S", starts_tls=True)
    error = b"E" + (len(POSTGRESQL_NEEDS_TLS) + 4).to_bytes(4, "big") + POSTGRESQL_NEEDS_TLS
    return Said(content=error, closed=True)


def _mysql_greeting(said: Said) -> Said:
    # Whoever wants TLS begins it right after asking for it, perhaps in the same packet of TCP.
    return replace(said, content=said.content.replace(WITHOUT_TLS, WITH_TLS), hears=MYSQL_REQUEST_BYTES)


def _mysql(came: bytes) -> Said:
    if len(came) == MYSQL_REQUEST_BYTES:
        return Said(starts_tls=True)
    return Said(content=len(MYSQL_NEEDS_TLS).to_bytes(3, "little") + b"\2" + MYSQL_NEEDS_TLS, closed=True)


STARTED: dict[str, Callable[[Talk], Talk]] = {
    "ldap": lambda talk: Waiting(talk=talk, refused=_ldap, within={}),
    "ftp": lambda talk: Waiting(talk=talk, refused=_ftp, within=FTP_PROTECTS),
    "postgresql": lambda talk: Waiting(talk=talk, refused=_postgresql, within={}),
    "mysql": lambda talk: Waiting(
        talk=talk,
        refused=_mysql,
        within={},
        greeting=_mysql_greeting,
    ),
}
"""Protocols in which TLS is asked for, by their schemes: how a talk becomes one within TLS alone."""


def secured(scheme: str, service: Service) -> tuple[str, Service]:
    """Give a service that answers within TLS alone, and the scheme of its origin."""
    if scheme in STARTED:
        return scheme, lambda: STARTED[scheme](service())
    return f"{scheme}s", from_the_start(service)
