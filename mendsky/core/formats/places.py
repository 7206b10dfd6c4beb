# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what a scanner writes of an address to an origin and a place without anybody's value.

Values of parameters are dropped, as are user names in an address; a number in a path that stands for a
record becomes `{n}`. Where a path holds what may be somebody's, the place is not kept at all.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from mendsky.core.probes.targets import LONG_NUMBER, SAFE, template
from mendsky.core.terms.probing import Place

PORTS = {"http": 80, "https": 443}
TLS_PORTS = frozenset({443, 8443, 4443, 9443})
HOST = re.compile(r"[a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39}")
PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]-]{0,59}")
MOST_PARAMETERS = 20
MOST_PATH = 300
SOMEBODYS = re.compile(r"@|[0-9]{5}[-_. ]?[0-9]{5}")
"""What makes a host or a part of a path look somebody's; a host may hold a division's code."""
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .:_/()+-]*")
LONG = re.compile(r"(?<!CVE-)(?<![0-9])[0-9](?:[ _-]?[0-9]){6,}[0-9Xx]?", re.IGNORECASE)
"""Seven digits and more, also in groups; the number of a vulnerability is nobody's."""
MAIL = re.compile(r"\S*@\S*")
UNWRITTEN = re.compile(r"[^\w ….,:;/()\[\]'\"+*&#!?<>=%-]+")


def address(url: str) -> tuple[str, Place | None] | None:
    """Take an http or https address apart into origin and place; None where it is no such address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS:
        return None
    found = origins(parts.hostname or "", port or PORTS[parts.scheme], parts.scheme)
    if not found:
        return None
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return found[0], place(parts.path, names)


def origins(host: str, port: int, scheme: str | None = None) -> tuple[str, ...]:
    """Give the origins that a host and port may mean, the likeliest first; none for no host."""
    host = host.strip().lower().rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ()
    if HOST.fullmatch(host) is None or SOMEBODYS.search(host) or not 0 < port < 65_536:
        return ()
    schemes = (scheme,) if scheme else ("https", "http") if port in TLS_PORTS else ("http", "https")
    return tuple(f"{one}://{f'[{host}]' if ':' in host else host}:{port}" for one in schemes)


def place(path: str, parameters: list[str]) -> Place | None:
    """Give the place of a path and the names of its parameters; None where it may hold a value."""
    quoted = quote(path or "/", safe=SAFE, errors="surrogateescape")
    shown = template(quoted)
    held = unquote(shown, errors="replace")
    if not shown.startswith("/") or "//" in shown or len(shown) > MOST_PATH or "%0" in shown:
        return None
    if LONG_NUMBER.search(held) or SOMEBODYS.search(held):
        return None
    kept = [name for name in dict.fromkeys(parameters) if is_parameter(name)]
    return Place(group=shown, parameters=tuple(kept[:MOST_PARAMETERS]))


def with_parameter(found: Place | None, parameter: str) -> Place | None:
    """Give a place with the name of the one parameter that a scanner accuses put first."""
    if found is None or not is_parameter(parameter):
        return found
    others = tuple(name for name in found.parameters if name != parameter)
    return Place(group=found.group, parameters=(parameter, *others))


def is_parameter(name: str) -> bool:
    """Say whether a text is the name of a parameter, and not a value that stands in its place."""
    return PARAMETER.fullmatch(name) is not None and LONG_NUMBER.search(name) is None


def listed(found: Place | None) -> Place | None:
    """Give a place as that of a directory, which ends with a slash."""
    if found is None or found.group.endswith("/") or "." in found.group.rpartition("/")[2]:
        return found
    return Place(group=f"{found.group}/")


def name(text: str, most: int = 120) -> str:
    """Bring a rule's name into one short line, its long numbers and whatever is no plain writing left out."""
    line = MAIL.sub("…", LONG.sub("…", " ".join(text.split())))
    return " ".join(UNWRITTEN.sub(" ", line).split())[:most]


def identifier(text: str) -> str:
    """Give a rule's identifier or a version as it stands; empty where it is not written like one."""
    stripped = text.strip()[:120]
    return stripped if WORD.fullmatch(stripped) and not LONG.search(stripped) else ""


def instant(text: str) -> datetime | None:
    """Read an instant as RFC 3339 or RFC 5322 writes it; None where it is not one, or has no zone."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    return None


def epoch(text: str) -> datetime | None:
    """Read seconds since 1970; None where it is no such number."""
    try:
        return datetime.fromtimestamp(int(text), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
