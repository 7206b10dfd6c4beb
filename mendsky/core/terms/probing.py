# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a probe is given, what it may ask, what it sees, and what it answers.

A probe is a generator: it yields `Get`, or `Post` where it tests a login, or `Send`, `Receive`, `Dial` and
`StartTls` where it speaks to a TCP service; it is sent a `Page` for each and returns an `Observation`.
"""

import re
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.streams import Dial, Receive, Send, StartTls, spoken_at
from mendsky.core.terms.values import value

FOREIGN = "https://mendsky.invalid"
"""The one Origin (RFC 6454) that is ever sent: a name that can be nobody's (RFC 2606 section 2)."""


@value
class Get:
    """One GET request for an origin-form target of the system under probe."""

    target: str = field(kw_only=False)
    """Path with optional query, beginning with a slash."""
    max_bytes: int = 65_536
    """Bytes of body to read before the transfer is cut; the page is then marked as cut."""
    first_bytes: int | None = None
    """Ask by `Range` (RFC 9110 section 14) for only this many bytes from the start."""
    fresh: bool = True
    """False where the page that this visit already got for the same question serves as well."""
    session: str = ""
    """Name of the session to ask in; cookies that its answers set are sent with its later questions."""
    foreign: bool = False
    """Ask as a browser does for a page at `FOREIGN`: with its Origin, without cookies bound to their site."""
    records: int = 0
    """Where the answer is a document, read its text, as far as this many records; 0 to take it as it is."""
    trying: Try | None = field(default=None, kw_only=True)
    """A name and a password to be sent with it (Basic, RFC 7617); for probes of class 3 only."""


@dataclass(frozen=True, slots=True)
class Post:
    """One try to log in, or the logging out after one; for probes of class 3 only."""

    target: str
    trying: Try | None = field(kw_only=True)
    """Whose login is tried, counted before it is sent; None to log out a session in which one was."""
    fields: tuple[tuple[str, str], ...] = field(kw_only=True, repr=False)
    """Everything that the form sends, name and password included."""
    json: bool = field(default=False, kw_only=True)
    """The fields are sent as one JSON object (RFC 8259), not as a form's."""
    session: str = field(kw_only=True)
    """Name of the session to log in."""
    max_bytes: int = field(default=65_536, kw_only=True)

    @property
    def fresh(self) -> bool:
        """Say that no page of before serves as well."""
        return True


WebQuestion = Get | Post
Question = WebQuestion | Send | Receive | Dial | StartTls


class Body:
    """The bytes of one answer, searchable while the probe looks at them, gone afterwards."""

    __slots__ = ("_bytes", "notes")

    def __init__(self, content: bytes | bytearray, notes: dict[Hashable, object] | None = None) -> None:
        """Hold a content; a `bytearray` is not copied and belongs to the body from now on."""
        self._bytes: bytearray | None = content if isinstance(content, bytearray) else bytearray(content)
        self.notes: dict[Hashable, object] = {} if notes is None else notes
        """What was made out in it, so that no probe of a visit need do so again; gone with its pages."""

    def __len__(self) -> int:
        return len(self._alive())

    def __contains__(self, mark: bytes) -> bool:
        return mark in self._alive()

    def mentions(self, texts: Iterable[bytes]) -> bool:
        """Say whether any of some lower-case texts stands in the body, in whatever case."""
        lowered = self._alive().lower()
        for text in texts:  # noqa: SIM110 - asked of every page, several times
            if text in lowered:
                return True
        return False

    def matches(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        """Yield the matches of a pattern of bytes."""
        return pattern.finditer(bytes(self._alive()))

    def again(self) -> "Body":
        """Give a second body of the same bytes, to be looked at and closed on its own."""
        return Body(self._alive().copy(), self.notes)

    def close(self) -> None:
        """Overwrite and forget the bytes; every later look raises `ValueError`."""
        if self._bytes is not None:
            self._bytes[:] = bytes(len(self._bytes))
            self._bytes = None

    def _alive(self) -> bytearray:
        if self._bytes is None:
            msg = "the page's body is gone: look at it before the next request"
            raise ValueError(msg)
        return self._bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """How many identifiers of one kind and tier a page held; never their values."""

    kind: str
    """Kind as named by the nation pack, for example `cn-resident-id`."""
    tier: str
    """`A` check digit, date and division; `B` division unknown; `C` only with context."""
    occurrences: int
    distinct: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What `core.identity` read in a body: counts, classes and a stated total, never values."""

    identifiers: tuple[Seen, ...] = ()
    hidden: tuple[Seen, ...] = ()
    """Those of them that a page of HTML holds and shows nowhere: in scripts, attributes, comments."""
    masked: int = 0
    """Identifiers of which digits were hidden, such as `110101********123X`."""
    classes: frozenset[str] = frozenset()
    """Data classes named by labels or columns: `name`, `address`, `diagnosis` …"""
    rows: int = 0
    """Lines or table rows that hold at least one identifier."""
    stated_records: int | None = None
    """The number of records that the page says the system holds."""

    @property
    def occurrences(self) -> int:
        """Give the number of identifiers of tier A or B."""
        return sum(seen.occurrences for seen in self.identifiers if seen.tier in {"A", "B"})


@value
class Page:
    """One answer of the server, or the cause why there is none."""

    target: str
    status: int = 0
    """HTTP status; 0 where there is no answer, and of a TCP service."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Field names in lower case."""
    body: Body = field(default_factory=lambda: Body(b""))
    reading: Reading = field(default_factory=Reading)
    failure: Cause | None = None
    """Why there is no usable answer; None where there is one."""
    cut: bool = False
    """The body was longer than asked for and was cut."""
    whole: int | None = None
    """Bytes of the text whose beginning is the body, of a document; else None."""
    unread: Cause | None = None
    """Why more may stand in a document than was read of it, if so."""

    def again(self) -> "Page":
        """Give the page with a body of its own."""
        return Page(
            target=self.target,
            status=self.status,
            headers=self.headers,
            body=self.body.again(),
            reading=self.reading,
            failure=self.failure,
            cut=self.cut,
            whole=self.whole,
            unread=self.unread,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where in a system an exposure is."""

    group: str
    """Route template without parameters: `/yb/query`, `/record/{n}`, `/backup/`."""
    parameters: tuple[str, ...] = ()
    """Names of the parameters that carry the exposure, if any; never values."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """What the visit of the front page and of a random path showed: the proof of coverage."""

    front_status: int
    random_status: int
    catch_all: bool
    """The random path was answered 200."""
    stated_records: int | None
    cause: Cause | None
    """Why nothing on this system can be determined; None where probes may go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The system as a probe knows it; randomness and knowledge come in as values."""

    origin: str
    """Scheme, host and port, for example `http://yb.lab.test:8080`."""
    control: Control
    nonce: str
    """Random letters and digits of this run, for paths and values that cannot exist."""
    places: tuple[Place, ...] = ()
    """Known places of this probe's kind, to be looked at even where no page links them now."""
    test_identities: tuple[str, ...] = ()
    """Identity numbers that the grant gives for questions about a person."""
    nobodys_identity: str = ""
    """A number of the right form that stands for nobody: the control of such questions."""
    sample_records: int = 0
    """Most records that the grant lets a sample read."""
    accounts: tuple[Account, ...] = ()
    """Accounts of the grant, test accounts among them."""
    tries: Mapping[str, int] = field(default_factory=dict, repr=False)
    """What tries are counted by (`Try.counter`) → tries left for it today, in this visit."""
    credentials: tuple[Credential, ...] = ()
    """Pairs that were let in before; where there are any, only they are tried."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeSpec:
    """What a probe asks, at which cost, and what to do about it."""

    kind: str
    """Kind of loophole, for example `sql-injection`; also the probe's name."""
    version: int
    cwe: int
    """Number in the Common Weakness Enumeration."""
    probe_class: int
    """0 visiting, 1 known paths, 2 input tests, 3 credential tests."""
    cost: int
    """Most requests of one run."""
    repair: str
    """Key of the repair advice in the nation's texts."""
    only_reads: bool = False
    """Its places are files, or a product's own interface for reading: words in them never act."""
    schemes: frozenset[str] = frozenset({"http", "https"})
    """Schemes of the origins that it asks, within TLS or not; it says nothing of any other system."""

    def asks(self, origin: str) -> bool:
        """Say whether the probe asks the system at an origin."""
        return spoken_at(origin) in self.schemes


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One redacted line that lets an owner see what we saw."""

    target: str
    """What was asked, with values of parameters replaced."""
    status: int
    note: str
    """What the answer showed, in words and counts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """Records behind a place, as the server states them (G1) or a sample shows (G2)."""

    low: int
    point: int | None
    high: int | None
    """Upper bound; None where nothing bounds it."""
    sampled: bool
    """True for a sample (G2), False for the server's own statement (G1)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What one run of one probe saw."""

    probe: str
    version: int
    answer: Answer
    cause: Cause | None = None
    """Set where the answer is undetermined, else None."""
    reason: str = ""
    """One sentence, without values of anybody's data."""
    place: Place | None = None
    records: Estimate | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of identifiers seen, for the severity rule."""
    classes: tuple[str, ...] = ()
    """Data classes seen, sorted, for the severity rule."""
    evidence: tuple[Evidence, ...] = ()
    requests: int = 0
    writable: bool = False
    """The page that exposes records also offers to change them."""

    def __post_init__(self) -> None:
        if (self.answer is Answer.UNDETERMINED) != (self.cause is not None):
            msg = "an observation has a cause exactly where it is undetermined"
            raise ValueError(msg)
        if self.answer is Answer.EXPOSED and self.place is None:
            msg = "an exposed observation names its place"
            raise ValueError(msg)


ProbeFunction = Callable[[Target], Generator[Question, Page, Observation]]
Probe = Generator[Question, Page, Observation]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeEntry:
    """A probe's line in the register: its SPEC and its generator function."""

    spec: ProbeSpec
    probe: ProbeFunction
