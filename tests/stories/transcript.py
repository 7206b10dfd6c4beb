# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transcripts: who does what on which day, and what follows, as a text that is played again.

A transcript has a title, a few sentences, `given` lines, and timed lines `DATE TIME  WHO: WHAT`. What
stands indented below a line is what came of it: events, letters, words on a public page. `play` does what
the timed lines say, over HTTP and SMTP, and gives the text with what came of it this time.
"""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TIMED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)  (\w+): (.+)")
GIVEN = "given: "
LEVELS = {"owner": "220122", "city": "220100", "province": "220000", "nation": "CN"}
NAMES = {
    "owner": ("农安县社保局", "Social insurance office of Nong'an"),
    "neighbour": ("德惠市社保局", "Social insurance office of Dehui"),
    "city": ("长春市网信办", "Office of the city"),
    "province": ("吉林省网信办", "Office of the province"),
    "nation": ("国家主管部门", "Office of the nation"),
}
NEIGHBOURS = "220183"
SWEPT_EVERY_HOURS = 168
PASSWORD = "a long word for the desk"
CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|127\.77\.4\.1:[0-9]+")
TOLD = ("level", "reason", "promised", "cause", "stage")
"""What an event's public part says that a reader of the transcript wants to know."""
MOST_LINES = 60
Value = TypeVar("Value")


class TranscriptError(ValueError):
    """A line that nobody understands, or a deed that the page did not let be done."""


class Browser:
    """A visitor with cookies, who reads pages and sends their forms."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, address: str, *, method: str = "GET", language: str = "en") -> str:
        """Ask for a page and give its text."""
        headers = {"Accept-Language": language}
        request = urllib.request.Request(
            urllib.parse.urljoin(self.base, address), method=method, headers=headers
        )
        with self._opener.open(request, timeout=30) as answer:
            return answer.read().decode()

    def send(self, address: str, **fields: str) -> str:
        """Send the form of a page that has the wanted button, and give the page that follows."""
        forms = re.findall(r"<form\b[^>]*>.*?</form>", self.get(address), re.DOTALL)
        wanted = fields.get("action", "")
        form = next((form for form in forms if f'value="{wanted}"' in form or not wanted), None)
        if form is None:
            msg = f"the page offers no {wanted}"
            raise TranscriptError(msg)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        aimed = re.search(r'<form\b[^>]*\baction="([^"]*)"', form)
        page = urllib.parse.urljoin(self.base, address)
        target = urllib.parse.urljoin(page, unescape(aimed.group(1)) if aimed else "")
        body = urllib.parse.urlencode({**hidden, **fields}).encode()
        headers = {"Referer": page, "Accept-Language": "en"}
        request = urllib.request.Request(target, data=body, headers=headers)
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                text = " / ".join(words(refusal.read().decode())[:6])
            msg = f"the page answers {refusal.code}: {text}"
            raise TranscriptError(msg) from None


class Play:
    """One transcript being played."""

    def __init__(self, *, office, post_office, base: str, drain: Callable[[], int]) -> None:
        self.office, self.post_office, self.base, self._drain = office, post_office, base, drain
        self.lines: list[str] = []
        self.flags: set[str] = set()
        self._letters = 0
        self._events: set[str] = set()
        self._desk: Browser | None = None

    def play(self, text: str) -> str:
        """Do what a transcript says and give it with what came of it."""
        begun = False
        for line in text.splitlines():
            timed = TIMED.fullmatch(line)
            if timed:
                if not begun:
                    self._begin(_instant(timed.group(1)))
                    begun = True
                self._until(_instant(timed.group(1)))
                self.lines.append(line)
                self._do(timed.group(2), timed.group(3))
                self._settle()
            elif line.startswith(" "):
                continue
            else:
                if line.startswith(GIVEN):
                    self.flags.add(line.removeprefix(GIVEN))
                self.lines.append(line)
        return "\n".join(self.lines) + "\n"

    def _begin(self, start: datetime) -> None:
        from mendsky.apps.accounts import services as accounts
        from mendsky.apps.directory import services
        from mendsky.core.terms.roles import Role
        from mendsky.runtime import clocks, installation

        installation.claim(synthetic=True)
        clocks.move_to(start - timedelta(minutes=1))
        for role in ("handler", "publisher"):
            email = f"{role}@mendsky.test"
            accounts.appoint(email=email, role=Role(role), division="CN", password=PASSWORD)
        services.import_document(self._offices(), now=clocks.now(), synthetic=True)

    def _offices(self) -> dict[str, object]:
        there = [name for name in NAMES if f"no {name}" not in self.flags]
        contacts = [
            (name, f"{name}@office.test") for name in there if f"{name} has no contact" not in self.flags
        ]
        if "owner has two contacts" in self.flags:
            contacts.append(("owner", "deputy@office.test"))
        return {
            "organisations": [
                {
                    "key": name,
                    "name": {"zh-Hans": NAMES[name][0], "en": NAMES[name][1]},
                    "kind": "owner" if name in {"owner", "neighbour"} else "authority",
                    "division": LEVELS.get(name, NEIGHBOURS),
                    **(
                        {"sector": "social-security"} if name in {"owner", "neighbour"} else {"level": name}
                    ),
                }
                for name in there
            ],
            "systems": [
                {
                    "key": "yb",
                    "organisation": "owner",
                    "origin": self.office.origin,
                    "name": {"zh-Hans": "医保查询", "en": "Insurance enquiry"},
                    "sector": "social-security",
                    "division": LEVELS["owner"],
                    "sweep_every_hours": SWEPT_EVERY_HOURS,
                }
            ],
            "contacts": [
                {"organisation": name, "email": email, "language": "en"} for name, email in contacts
            ],
            "grants": [
                {
                    "id": "grant-1", "version": 1, "signed_by": "Office of the nation",
                    "legal_basis": "order 1 of the year", "origins": [self.office.origin],
                    "networks": ["127.0.0.0/8"], "paths": ["/"], "classes": [0, 1], "rate": 1000,
                    "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
                    "daily_budget": 100_000, "sample_records": 100, "birth_years": [1800, 1899],
                    "valid_from": "2014-01-01T00:00:00+08:00", "expires": "2018-01-01T00:00:00+08:00",
                    "synthetic": True,
                }
            ],
        }  # fmt: skip

    def _until(self, instant: datetime) -> None:
        """Let everything happen that is due up to an instant, each at its own time."""
        from mendsky.apps.cases import queries as cases
        from mendsky.apps.watch import queries as watch
        from mendsky.runtime import clocks

        while True:
            now = clocks.now()
            due = [at for at in (watch.next_due(now), cases.next_due()) if at is not None]
            coming = max(min(due, default=instant), now + timedelta(minutes=1))
            clocks.move_to(min(coming, instant))
            if coming >= instant:
                return
            self._settle()

    def _settle(self) -> None:
        from mendsky.runtime import jobs

        jobs.run_due()
        while self._drain():
            jobs.run_due()
        self._tell()

    def _tell(self) -> None:
        """Write down the events and letters that are new."""
        from mendsky.apps.cases import queries
        from mendsky.runtime import clocks

        at = f"{clocks.now().astimezone(ZONE):%Y-%m-%d %H:%M}"
        for case in queries.cases():
            for event in queries.timeline(case.id):
                if event.id in self._events:
                    continue
                self._events.add(event.id)
                was = f"{event.was.value} → " if event.was and event.was is not event.state else ""
                told = [f"{key} {event.public[key]}" for key in TOLD if event.public.get(key)]
                details = f" ({', '.join(told)})" if told else ""
                self.lines.append(
                    f"    {at}  {event.case} {event.kind.value} by {event.actor.value}: "
                    f"{was}{event.state.value}{details}"
                )
        for letter in self.post_office.letters[self._letters :]:
            self.lines.append(f"    {at}  letter to {letter['To']}: {letter['Subject']}")
        self._letters = len(self.post_office.letters)

    def _do(self, who: str, what: str) -> None:
        deed = getattr(self, f"_{who}", None)
        if deed is None:
            msg = f"nobody is called {who}"
            raise TranscriptError(msg)
        try:
            deed(what)
        except TranscriptError as refused:
            self.lines.append(f"    refused: {refused}")

    def _site(self, what: str) -> None:
        changes = {
            "opens its backup folder": ("open", True),
            "closes its backup folder": ("open", False),
            "breaks down": ("broken", True),
            "answers again": ("broken", False),
        }
        setattr(self.office, *_chosen(changes, what))

    def _mail(self, what: str) -> None:
        verb, address = what.split()
        replies = {"refuses": "550 5.1.1 no such mailbox", "accepts": "250 OK"}
        self.post_office.replies[address] = _chosen(replies, verb)

    def _link(self, reader: str = "owner") -> str:
        """Find the link in the newest letter to an office."""
        for letter in reversed(self.post_office.letters):
            if letter["To"].startswith(reader) or (reader == "owner" and letter["To"].startswith("deputy")):
                found = re.search(r"https?://\S+/o/\S+/", letter.get_body(("plain",)).get_content())
                if found:
                    return found.group()
        msg = f"{reader} has no letter with a link"
        raise TranscriptError(msg)

    def _answer(self, reader: str, what: str) -> None:
        browser, link = Browser(self.base), self._link(reader)
        verb, _, rest = what.partition(" ")
        text = rest.strip('"')
        forms = {
            "acknowledges": {"action": "acknowledge"},
            "plans": {"action": "plan", "date": rest},
            "returns": {
                "action": "return-plan",
                "date": rest.removeprefix("the plan for "),
                "text": "the office of information",
            },
            "claims": {"action": "claim"},
            "retests": {"action": "retest"},
            "disputes": {"action": "dispute", "text": text},
            "states": {"action": "state", "text": text},
        }
        if verb == "reads":
            self._quote(browser.get(link))
        else:
            browser.send(link, **_chosen(forms, verb))

    def _owner(self, what: str) -> None:
        self._answer("owner", what)

    def _neighbour(self, what: str) -> None:
        self._answer("neighbour", what)

    def _city(self, what: str) -> None:
        self._answer("city", what)

    def _province(self, what: str) -> None:
        self._answer("province", what)

    def _nation(self, what: str) -> None:
        self._answer("nation", what)

    def _scanner(self, what: str) -> None:
        if what != "opens every link":
            msg = f"a scanner opens every link and does not {what}"
            raise TranscriptError(msg)
        for method in ("HEAD", "GET", "GET"):
            Browser(self.base).get(self._link(), method=method)

    def _handler(self, what: str) -> None:
        verb, _, rest = what.partition(" ")
        desk = self._at_the_desk()
        pages = re.findall(r'href="(/desk/cases/[^"#?]+)', desk.get("/desk/"))
        address = pages[0] if pages else f"/desk/cases/{self._newest_case()}/"
        forms = {
            "overrules": {"action": "overrule", "text": "seen twice, with a control"},
            "upholds": {"action": "uphold", "text": "the numbers are made up"},
            "transfers": {
                "action": "transfer",
                "organisation": self._organisation(rest),
                "text": "the address is theirs",
            },
            "holds": {"action": "hold", "until": rest, "text": "a hearing is set"},
            "releases": {"action": "release-statement"},
            "retests": {"action": "retest"},
        }
        desk.send(address, **_chosen(forms, verb))

    def _publisher(self, what: str) -> None:
        from mendsky.apps.publication import services
        from mendsky.runtime import clocks

        if what != "makes a release":
            msg = f"a publisher makes a release and does not {what}"
            raise TranscriptError(msg)
        figures = services.release(clocks.now()).figures
        repaired = figures["repaired"]
        self.lines.append(
            f"    release: {figures['loopholes']} loopholes, {repaired['verified']} verified, "
            f"{repaired['claimed']} claimed, {repaired['false_claims']} false, {figures['silent']} silent, "
            f"{figures['undeliverable']} undeliverable"
        )

    def _public(self, what: str) -> None:
        pages = {"reads the case": f"/cases/{self._newest_case()}/", "reads the home page": "/"}
        self._quote(Browser(self.base).get(_chosen(pages, what)))

    def _directory(self, what: str) -> None:
        """Change the directory by an import, as its administrator does."""
        from mendsky.apps.directory import services
        from mendsky.runtime import clocks

        changed = self._offices()
        if what == "merges owner into neighbour":
            changed["organisations"][0] |= {
                "successor": "neighbour",
                "valid_to": clocks.now().isoformat(),
            }
        elif adds := re.fullmatch(r"adds (\S+) to (\w+)", what):
            contact = {"organisation": adds.group(2), "email": adds.group(1), "language": "en"}
            changed["contacts"].append(contact)
        else:
            msg = f"a directory does not {what}"
            raise TranscriptError(msg)
        services.import_document(changed, now=clocks.now(), synthetic=True)

    def _stranger(self, what: str) -> None:
        links = {"forges a link": self._link()[:-9] + "AAAAAAAA/", "opens the old link": self._link()}
        try:
            self._quote(Browser(self.base).get(_chosen(links, what)))
        except urllib.error.HTTPError as refusal:
            refusal.close()
            self.lines.append(f"    refused: the page answers {refusal.code}")

    def _clock(self, what: str) -> None:
        if what != "strikes":
            msg = f"a clock strikes and does not {what}"
            raise TranscriptError(msg)

    def _at_the_desk(self) -> Browser:
        if self._desk is None:
            self._desk = Browser(self.base)
            self._desk.send("/accounts/login/", login="handler@mendsky.test", password=PASSWORD)
        return self._desk

    def _newest_case(self) -> str:
        from mendsky.apps.cases import queries

        return queries.cases()[0].public_id

    def _organisation(self, key: str) -> str:
        from mendsky.apps.directory.models import Organisation

        row = Organisation.objects.filter(key=key.removeprefix("to "), valid_to=None).first()
        return str(row.entry) if row else ""

    def _quote(self, page: str) -> None:
        self.lines += [f"    | {line}" for line in words(page)[:MOST_LINES]]


def words(page: str) -> list[str]:
    """Give the words of a page's main part, line by line, without what changes from run to run."""
    main = re.search(r"<main\b.*?</main>", page, re.DOTALL)
    text = main.group() if main else page
    text = re.sub(r"<(script|style|svg|template)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:a|b|em|strong|span|time|small|code|abbr|label|input|wbr)\b[^>]*>", "", text)
    lines = (re.sub(r"\s+", " ", unescape(part)).strip() for part in re.split(r"<[^>]+>", text))
    return [CHANGING.sub("…", line) for line in lines if line]


def read(path: Path) -> str:
    """Read a transcript."""
    return path.read_text(encoding="utf-8")


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def _chosen(choices: dict[str, Value], chosen: str) -> Value:
    if chosen not in choices:
        msg = f"{chosen!r} is none of {sorted(choices)}"
        raise TranscriptError(msg)
    return choices[chosen]
