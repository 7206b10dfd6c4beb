# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many HTTP transfers at once by libcurl; the only module that knows it.

Nothing is followed, kept or looked up here: each transfer names the one address that it may connect
to, and is asked about once more, with the actual address, where the socket is opened.
"""

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address

import pycurl

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Address
from mendsky.core.terms.information import Certificate
from mendsky.core.terms.values import value
from mendsky.net.probing.certificates import certificate_of
from mendsky.net.probing.heads import is_flooded, read_head

UNPACKED_RATIO = 100
"""Unpacked bytes a packed one, beyond which a body is a bomb; HTML packs some 10 to 1, DEFLATE up to 1032."""
UNPACKED_FREE = 65_536
"""Unpacked bytes that are never a bomb: a short page of one letter packs well."""
PACKINGS = "gzip, deflate"
SLOW_BYTES, SLOW_SECONDS = 20, 5
"""Fewest bytes a second, over so many seconds."""
OPEN_AT_ONCE = 64

E_TOO_LARGE = 100
"""libcurl's own bound, for a line of a head that never ends; pycurl has no name for it."""

ENDS_HEADS = 0x080300
"""First version of libcurl that ends a head by itself; an older one would read on (CVE-2023-38039)."""

CAUSES: dict[int, Cause] = {
    pycurl.E_COULDNT_CONNECT: Cause.NO_ANSWER,
    pycurl.E_GOT_NOTHING: Cause.NO_ANSWER,
    pycurl.E_SEND_ERROR: Cause.NO_ANSWER,
    pycurl.E_RECV_ERROR: Cause.NO_ANSWER,
    pycurl.E_FTP_WEIRD_SERVER_REPLY: Cause.NO_ANSWER,
    pycurl.E_UNSUPPORTED_PROTOCOL: Cause.NO_ANSWER,
    pycurl.E_HTTP2: Cause.NO_ANSWER,
    pycurl.E_OPERATION_TIMEDOUT: Cause.TIMED_OUT,
    E_TOO_LARGE: Cause.TOO_LARGE,
    pycurl.E_PARTIAL_FILE: Cause.TRUNCATED,
    pycurl.E_BAD_CONTENT_ENCODING: Cause.TRUNCATED,
    pycurl.E_SSL_CONNECT_ERROR: Cause.TLS_FAILED,
    pycurl.E_PEER_FAILED_VERIFICATION: Cause.TLS_FAILED,
    pycurl.E_SSL_CIPHER: Cause.TLS_FAILED,
    pycurl.E_SSL_ISSUER_ERROR: Cause.TLS_FAILED,
    pycurl.E_SSL_INVALIDCERTSTATUS: Cause.TLS_FAILED,
}
"""What libcurl's failures mean for a system; any other is our own failure."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Way:
    """How a system is reached, the same for all questions of a visit; each is like itself alone."""

    scheme: str
    host: str
    """Name for the Host field and for TLS; an IPv6 address in brackets."""
    port: int
    authority: str = ""
    """For signatures of the requests; empty where they carry none."""
    address: Address
    """The one address to connect to."""
    rate: float
    """Most requests a second to the host."""
    user_agent: str
    timeout: float
    """Seconds for everything."""
    ca_file: str | None = None
    """Certificates to trust; the machine's own where None."""
    source: str = ""
    """Local address to connect from; the system's choice where empty."""


@value
class Asking:
    """One question, ready to be sent."""

    way: Way
    target: str
    allowed: Callable[[Address], bool]
    """Asked with the actual address where the socket is opened."""
    max_bytes: int
    first_bytes: int | None = None
    posted: str | None = field(default=None, repr=False)
    """What to post; a GET where None."""
    json: bool = False
    """What is posted is JSON, not the fields of a form."""
    cookies: str = field(default="", repr=False)
    """Value of the Cookie field; none is sent where empty."""
    signature: tuple[str, ...] = ()
    """Header fields that say who signed it."""
    origin: str = ""
    """Value of the Origin field; none is sent where empty."""
    authorization: str = field(default="", repr=False)
    """Value of the Authorization field; none is sent where empty."""

    @property
    def alike(self) -> tuple[object, ...] | None:
        """Say what a handle is set up for, so that it serves again where target and range alone differ.

        None for a question with a form, cookies or a password: what is one session's must not stay in a
        handle.
        """
        if self.posted is not None or self.cookies or self.authorization:
            return None
        return self.way, self.signature, self.origin


@dataclass(kw_only=True, slots=True)
class Answered:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    """Of the last answer, names in lower case; the first value of a name counts. Cookies stand apart."""
    cookies: list[str] = field(default_factory=list, repr=False)
    """Values of the Set-Cookie fields."""
    body: bytearray = field(default_factory=bytearray)
    cut: bool = False
    failure: Cause | None = None
    seconds: float = 0.0
    address: str = ""
    """Address that was connected to, empty where none was."""
    certificate: Certificate | None = None
    """What the server showed when the connection was made; None where one was used again, and without TLS."""


class Transfer:
    """A handle, and of one transfer after another what it collects and the bounds at which it is cut off."""

    def __init__(self, key: object, asking: Asking) -> None:
        self.curl = pycurl.Curl()
        self.alike = asking.alike
        self._address = str(asking.way.address)
        self._origin = f"{asking.way.scheme}://{asking.way.host}:{asking.way.port}"
        self._sockets: list[socket.socket] = []
        self._first_bytes: int | None = None
        self.answered = Answered()
        self._head = bytearray()
        self._set_up(asking)
        self.begin(key, asking)
        self.curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        self.curl.setopt(pycurl.HEADERFUNCTION, self._head.extend)
        self.curl.setopt(pycurl.WRITEFUNCTION, self._write)

    def begin(self, key: object, asking: Asking) -> None:
        """Make ready for a transfer, alike to the one before if there was one."""
        self.key: object = key
        self.asking = asking
        self._refused, self._held = False, 0
        self.curl.setopt(pycurl.URL, self._origin + asking.target)
        if asking.first_bytes != self._first_bytes:
            self._set_range(asking.first_bytes)

    def _set_range(self, first_bytes: int | None) -> None:
        self._first_bytes = first_bytes
        if first_bytes is None:
            self.curl.unsetopt(pycurl.RANGE)
            self.curl.setopt(pycurl.ACCEPT_ENCODING, PACKINGS)
        else:
            self.curl.setopt(pycurl.RANGE, f"0-{first_bytes - 1}")
            # A range of a packed body would be a range of something else.
            self.curl.unsetopt(pycurl.ACCEPT_ENCODING)

    def _set_up(self, asking: Asking) -> None:
        """Set what stays the same for all questions that are alike."""
        way, curl = asking.way, self.curl
        connect_to = f"[{way.address}]" if way.address.version == 6 else f"{way.address}"
        for option, setting in (
            # The pin. Unlike RESOLVE it also keeps connections to different addresses apart.
            (pycurl.CONNECT_TO, [f"::{connect_to}:{way.port}"]),
            (pycurl.PATH_AS_IS, 1),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.HTTP09_ALLOWED, 0),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PROXY, ""),
            (pycurl.NOPROXY, "*"),
            (pycurl.NETRC, pycurl.NETRC_IGNORED),
            (pycurl.NOSIGNAL, 1),
            (pycurl.USERAGENT, way.user_agent),
            (pycurl.ACCEPT_ENCODING, PACKINGS),
            (pycurl.SSL_VERIFYPEER, 1),
            (pycurl.SSL_VERIFYHOST, 2),
            (pycurl.TIMEOUT_MS, int(way.timeout * 1000)),
            (pycurl.CONNECTTIMEOUT_MS, int(way.timeout * 1000)),
            (pycurl.LOW_SPEED_LIMIT, SLOW_BYTES),
            (pycurl.LOW_SPEED_TIME, SLOW_SECONDS),
        ):
            curl.setopt(option, setting)
        if way.scheme == "https" and (ca_file := way.ca_file or _usual_ca_file()) is not None:
            curl.setopt(pycurl.CAINFO, ca_file)
        if way.scheme == "https":
            curl.setopt(pycurl.OPT_CERTINFO, 1)
        if way.source:
            # `host!` says that it is an address: without it the name of an interface would do as well.
            curl.setopt(pycurl.INTERFACE, f"host!{way.source}")
        if asking.posted is not None:
            curl.setopt(pycurl.POSTFIELDS, asking.posted)
        if asking.cookies:
            curl.setopt(pycurl.COOKIE, asking.cookies)
        origin = (f"Origin: {asking.origin}",) if asking.origin else ()
        login = (f"Authorization: {asking.authorization}",) if asking.authorization else ()
        kind = ("Content-Type: application/json",) if asking.json else ()
        if asking.signature or origin or login or kind:
            curl.setopt(pycurl.HTTPHEADER, (*asking.signature, *origin, *login, *kind))

    def finish(self, code: int) -> Answered:
        """Close its sockets, say what came back and keep none of it; code is libcurl's, 0 for success."""
        answered, curl = self.answered, self.curl
        head_ended = read_head(self._head, answered.headers, answered.cookies)
        answered.status = curl.getinfo(pycurl.RESPONSE_CODE)
        answered.seconds = curl.getinfo(pycurl.TOTAL_TIME)
        # Who answered is whom `_open` let be connected to.
        answered.address = self._address if answered.status else curl.getinfo(pycurl.PRIMARY_IP) or ""
        if self.asking.way.scheme == "https":
            answered.certificate = certificate_of(
                curl.getinfo(pycurl.INFO_CERTINFO),
                refused=code == pycurl.E_PEER_FAILED_VERIFICATION,
                verified=curl.getinfo(pycurl.SSL_VERIFYRESULT),
            )
        if self._refused:
            answered.failure = Cause.NOT_GRANTED
        elif (len(self._head) > self._held and is_flooded(self._head)) or self._is_bomb():
            answered.failure = Cause.TOO_LARGE
        elif code != 0 and not answered.cut:
            answered.failure = CAUSES.get(code, Cause.OUR_FAILURE)
            if code == pycurl.E_RECV_ERROR and answered.status:
                answered.failure = Cause.TRUNCATED
        elif not head_ended:
            # Closed within the head: libcurl takes what came for a whole answer without a body.
            answered.failure = Cause.TRUNCATED
        self._close_sockets()
        self.key, self.answered = None, Answered()
        self._head.clear()
        return answered

    def _is_bomb(self) -> bool:
        # Told afterwards, for libcurl tells no sizes meanwhile; what is unpacked is bounded all the while.
        body = self.answered.body
        if len(body) <= UNPACKED_FREE or "content-encoding" not in self.answered.headers:
            return False
        return len(body) > UNPACKED_RATIO * int(self.curl.getinfo(pycurl.SIZE_DOWNLOAD_T))

    def close(self) -> None:
        """Forget the transfer."""
        self.curl.close()
        self._close_sockets()

    def _close_sockets(self) -> None:
        # libcurl has its own copies.
        while self._sockets:
            self._sockets.pop().close()

    def _open(self, _purpose: int, wanted: tuple[int, int, int, tuple[str, int]]) -> socket.socket | int:
        family, kind, protocol, (host, port, *_) = wanted
        try:
            address = ip_address(host)
            way = self.asking.way
            granted = port == way.port and address == way.address and self.asking.allowed(address)
        except Exception:
            # A failure in the check must close the door: libcurl would only note it.
            self._refused = True
            raise
        if not granted:
            self._refused = True
            return int(pycurl.SOCKET_BAD)
        opened = socket.socket(family, kind, protocol)
        self._sockets.append(opened)
        return opened

    def _write(self, piece: bytes) -> int | None:
        body = self.answered.body
        if not body:
            if is_flooded(self._head):
                return -1
            self._held = len(self._head)
        room = self.asking.max_bytes - len(body)
        whole = len(body) + len(piece)
        body += piece[:room]
        if len(piece) > room:
            self.answered.cut = True
            # Where the rest came along with it, nothing more is read, and the connection serves on.
            return None if self._ends_at(whole) else -1
        return None

    def _ends_at(self, length: int) -> bool:
        """Say whether a body that is not packed has come in whole."""
        headers = self.answered.headers
        read_head(self._head, headers, self.answered.cookies)
        return "content-encoding" not in headers and headers.get("content-length") == str(length)


class Transfers:
    """All transfers under way; raises `RuntimeError` where libcurl is too old to be safe."""

    def __init__(self) -> None:
        if pycurl.version_info()[2] < ENDS_HEADS:
            msg = "libcurl 8.3 or newer is needed, which comes with the wheel of pycurl: install that"
            raise RuntimeError(msg)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, OPEN_AT_ONCE)
        self._under_way: dict[pycurl.Curl, Transfer] = {}
        self._used: dict[tuple[object, ...], Transfer] = {}
        """One that is free for further questions, by what these have alike."""

    def __len__(self) -> int:
        return len(self._under_way)

    def start(self, key: object, asking: Asking) -> None:
        """Begin one transfer; its answer comes back under the key."""
        alike = asking.alike
        transfer = None if alike is None else self._used.pop(alike, None)
        if transfer is None:
            transfer = Transfer(key, asking)
        else:
            transfer.begin(key, asking)
        self._under_way[transfer.curl] = transfer
        self._multi.add_handle(transfer.curl)

    def wait(self, seconds: float) -> list[tuple[object, Answered]]:
        """Move on for at most so many seconds and give what has come back."""
        done = self._perform()
        if not done and self._under_way:
            if self._multi.select(seconds) < 0:
                # libcurl waits for something else than a socket, such as a connection's next try.
                time.sleep(min(seconds, 0.01))
            done = self._perform()
        return done

    def abort(self, key: object) -> None:
        """Break off a transfer at once; no answer will come back."""
        for transfer in [found for found in self._under_way.values() if found.key is key]:
            self._multi.remove_handle(transfer.curl)
            del self._under_way[transfer.curl]
            transfer.close()

    def close(self) -> None:
        """Break off everything and close every connection."""
        for transfer in list(self._under_way.values()):
            self.abort(transfer.key)
        for used in self._used.values():
            used.close()
        self._multi.close()

    def _perform(self) -> list[tuple[object, Answered]]:
        self._multi.perform()
        done: list[tuple[object, Answered]] = []
        more = 1
        while more:
            more, well, failed = self._multi.info_read()
            done += [self._finish(curl, 0) for curl in well]
            done += [self._finish(curl, code) for curl, code, _ in failed]
        return done

    def _finish(self, curl: pycurl.Curl, code: int) -> tuple[object, Answered]:
        transfer = self._under_way.pop(curl)
        self._multi.remove_handle(curl)
        key, answered = transfer.key, transfer.finish(code)
        self._put_aside(transfer)
        return key, answered

    def _put_aside(self, transfer: Transfer) -> None:
        alike = transfer.alike
        if alike is None or alike in self._used:
            transfer.close()
            return
        self._used[alike] = transfer
        if len(self._used) > OPEN_AT_ONCE:
            self._used.pop(next(iter(self._used))).close()


@cache
def _usual_ca_file() -> str | None:
    """Give the machine's own certificates: looked up once, since each look asks the file system."""
    return ssl.get_default_verify_paths().cafile
