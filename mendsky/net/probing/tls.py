# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""TLS on a connection that there is, to the address that was pinned; no certificate is believed or demanded.

What anybody can read behind a bad certificate is exposed; what the certificate is like is told apart.
"""

import socket
import ssl
from functools import cache

from mendsky.core.terms.information import Certificate
from mendsky.net.probing.certificates import certificate_shown


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # A service whose TLS is old is open to whoever has an old client.
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def wrapped(opened: socket.socket, host: str, beside: socket.socket | None) -> ssl.SSLSocket:
    """Prepare a handshake on a connection, which is used up; raises `OSError` where it is gone by now.

    `beside` is the connection whose session it goes on with: an FTP server may want to know that both are
    one client's.
    """
    session = beside.session if isinstance(beside, ssl.SSLSocket) else None
    return _context().wrap_socket(
        opened, server_hostname=host, do_handshake_on_connect=False, session=session
    )


def certificate(secured: ssl.SSLSocket, host: str) -> Certificate | None:
    """Give what the certificate of a connection is like; None where none was shown or it cannot be read."""
    shown = secured.getpeercert(binary_form=True)
    return None if shown is None else certificate_shown(shown, host)
