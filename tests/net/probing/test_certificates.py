# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime
from ipaddress import ip_address
from itertools import product

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mendsky.core.terms.information import Certificate, Information
from mendsky.net.probing.certificates import END, HAS_EXPIRED, certificate_of, certificate_shown


def shown(*fields, refused=False, verified=0):
    return certificate_of([fields] if fields else [], refused=refused, verified=verified)


def test_the_servers_own_certificate_says_when_it_ends():
    chain = [(("Subject", "CN = a"), (END, "Nov 23 04:05:06 2027 GMT")), ((END, "Jan  1 00:00:00 2000 GMT"),)]
    told = certificate_of(chain, refused=False, verified=0)
    assert told == Certificate(expires=datetime(2027, 11, 23, 4, 5, 6, tzinfo=UTC))


def test_where_a_connection_was_used_again_nothing_is_told():
    assert shown() is None


@pytest.mark.parametrize("written", ["", "soon", "2027-11-23", "Nov 99 04:05:06 2027 GMT"])
def test_an_end_that_cannot_be_read_is_none(written):
    assert shown((END, written)) == Certificate()


@pytest.mark.parametrize(
    ("verified", "fault"),
    [
        (HAS_EXPIRED, Information.CERTIFICATE_EXPIRED),
        (18, Information.CERTIFICATE_NOT_TRUSTED),
        (0, Information.CERTIFICATE_NOT_TRUSTED),
    ],
)
def test_a_refused_certificate_says_why_whatever_else_it_says(verified, fault):
    assert shown((END, "Nov 23 04:05:06 2027 GMT"), refused=True, verified=verified) == Certificate(
        fault=fault
    )


UNTIL = datetime(2027, 11, 23, 4, 5, 6, tzinfo=UTC)


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def made(subject, *others, issuer="an office", until=UNTIL):
    """Make a certificate for a common name, and where there are any for other names and addresses."""
    key = ec.generate_private_key(ec.SECP256R1())
    since = datetime(2015, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(named(issuer), named(subject), key.public_key(), 7, since, until)
    if others:
        builder = builder.add_extension(x509.SubjectAlternativeName(others), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


NAMED = x509.DNSName("yb.lab.test")
ANY = x509.DNSName("*.lab.test")
ADDRESSES = [x509.IPAddress(ip_address(text)) for text in ("192.0.2.1", "2001:db8::1")]


@pytest.mark.parametrize(
    ("host", "certificate"),
    [
        ("yb.lab.test", made("x", NAMED)),
        ("YB.lab.test", made("x", x509.DNSName("other.test"), NAMED)),
        ("yb.lab.test", made("x", ANY)),
        ("yb.lab.test", made("yb.lab.test")),
        ("192.0.2.1", made("x", *ADDRESSES)),
        ("2001:db8::1", made("x", *ADDRESSES)),
    ],
)
def test_a_certificate_for_the_host_from_somebody_else_has_no_fault_and_an_end(host, certificate):
    assert certificate_shown(certificate, host) == Certificate(expires=UNTIL)


@pytest.mark.parametrize(
    ("host", "certificate"),
    [
        ("yb.lab.test", made("x", x509.DNSName("other.test"))),
        ("yb.lab.test", made("yb.lab.test", x509.DNSName("other.test"))),
        ("a.yb.lab.test", made("x", ANY)),
        ("lab.test", made("x", ANY)),
        ("192.0.2.2", made("x", *ADDRESSES)),
        ("yb.lab.test", made("yb.lab.test", NAMED, issuer="yb.lab.test")),
    ],
)
def test_a_certificate_for_another_name_or_from_itself_has_a_fault(host, certificate):
    shown = certificate_shown(certificate, host)
    assert (shown.fault, shown.expires) == (Information.CERTIFICATE_NOT_TRUSTED, UNTIL)


WHOLE = made("x", NAMED)


def test_whatever_byte_is_another_nothing_is_raised():
    """Every byte in turn: the library raises this and that, of a certificate that a stranger wrote."""
    for place, byte in product(range(len(WHOLE)), range(256)):
        shown = certificate_shown(WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :], "yb.lab.test")
        assert shown is None or isinstance(shown, Certificate)


@pytest.mark.parametrize("place", range(0, len(WHOLE), 7))
def test_a_certificate_that_was_cut_short_is_none(place):
    assert certificate_shown(WHOLE[:place], "yb.lab.test") is None
