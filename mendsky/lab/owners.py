# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Owners of lab systems: they read their mail, open the link in it, and act by their scripts.

They speak HTTP and SMTP only; what they know of the watch stands in its letters and pages.
"""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import aiohttp

from mendsky.lab import forms
from mendsky.lab.diary import CHANGES, Counting, Diary
from mendsky.lab.mail import Letter, Mailboxes
from mendsky.lab.people import EXPORT_HEAD, Holding
from mendsky.lab.story import ZONE, Act, Since, Step
from mendsky.lab.world import World

LINK = re.compile(r"https?://[^\s\"'<>]*?/o/[\w\-.~=:/]+")
STATE = re.compile(r"data-state=\"([a-z]+)\"")
"""How the page says where the case stands."""
OVER = frozenset({"repaired", "confirmed", "closed", "rejected", "merged"})
"""States in which nothing is left for an owner to say."""
DISPUTED = "disputed"
CASE = re.compile(r"\b[A-Z]{2}-[A-Z]{2}-[0-9]{4}-[0-9]+\b")
"""A case's public number, as every letter's subject has it."""
CENSUS = (sys.executable, "-m", "mendsky.cli", "census")
"""The census program as an owner starts it on its own machine."""
TIMEOUT = aiohttp.ClientTimeout(total=60)
COUNTING = timedelta(days=7)
"""From the ticket to the day on which an owner of few records hands the count in."""
COUNTED_IN_A_DAY = 1_000_000
"""Records for which an owner takes a day more."""
CENSUS_SECONDS = 300
BATCH = 20_000
"""Records that are made at a time."""


class OwnerError(Exception):
    """An owner could not do what it wanted to: the page did not let it, or the census failed."""


class Owners:
    """All owners of systems with a loophole."""

    def __init__(
        self,
        world: World,
        mailboxes: Mailboxes,
        census: Sequence[str] = CENSUS,
        counting: timedelta = COUNTING,
    ) -> None:
        self._world = world
        self._mailboxes = mailboxes
        self._census = census
        self._counting = counting
        self.diaries = {
            organisation.key: Diary(organisation=organisation, system=system)
            for organisation in world.story.organisations
            if (system := world.story.weak_system(organisation.key)) is not None
        }
        self._authorities = {
            (organisation.level, organisation.division): organisation.email
            for organisation in world.story.organisations
            if organisation.level is not None
        }

    def letters(self, diary: Diary) -> tuple[Letter, ...]:
        """Give the letters that an owner has, oldest first."""
        return self._mailboxes.received(*diary.organisation.emails)

    def wake(self) -> datetime | None:
        """Say when the next owner wants to act."""
        return min((when for when, _ in self._planned()), default=None)

    async def act(self) -> None:
        """Let every owner do what is due, in order; raises `OwnerError` at the first that cannot."""
        while True:
            due = [(when, key) for when, key in self._planned() if when <= self._world.now]
            if not due:
                return
            when, key = min(due)
            await self._take(self.diaries[key], when)

    def _planned(self) -> list[tuple[datetime, str]]:
        """Give when which owner acts next, or looks whether it may."""
        planned = []
        for key, diary in self.diaries.items():
            step = diary.step
            if step is None:
                continue
            if diary.counting is not None:
                when: datetime | None = diary.counting.ready_at
            else:
                when = diary.looks_next if _waits(diary, step) else self._due(diary, step)
            if when is not None:
                planned.append((when, key))
        return planned

    def _due(self, diary: Diary, step: Step) -> datetime | None:
        """Say when a step is due; None as long as what it counts from has not come."""
        start = self._start(diary, step.since)
        if start is None:
            return None
        due = start + step.after
        return due if step.not_before is None else max(due, step.not_before)

    def _start(self, diary: Diary, since: Since) -> datetime | None:
        if since is Since.OVERRULED:
            return diary.overruled_at
        letters = self.letters(diary)
        if since is Since.RETURN:
            back = diary.broke_at
            return next((letter.at for letter in letters if back is not None and letter.at > back), None)
        if since is Since.LETTER or not letters:
            return letters[0].at if letters else None
        case = CASE.search(letters[0].subject)
        above = self._mailboxes.received(*self._above(diary, since))
        return next((letter.at for letter in above if case and case.group() in letter.subject), None)

    def _above(self, diary: Diary, since: Since) -> list[str]:
        """Give the mailboxes of those who may tell an owner to act: who stands higher may, too."""
        nation = self._world.nation
        seats = [("nation", nation.code)]
        if since is Since.PROVINCE:
            seats.append(("province", nation.province_of(diary.system.division) or nation.code))
        return [self._authorities[seat] for seat in seats if seat in self._authorities]

    async def _take(self, diary: Diary, when: datetime) -> None:
        step = diary.step
        if step is None:
            return
        if step.act in CHANGES and not _waits(diary, step):
            self._world.change(diary.system, CHANGES[step.act])
            diary.done.append((when, step.act))
            return
        try:
            if _waits(diary, step):
                await self._look(diary)
                return
            done = await self._visit(diary, step, self._link(diary))
        except (aiohttp.ClientError, TimeoutError) as error:
            msg = f"{diary.organisation.key} wants to {step.act}: {type(error).__name__} {error}"
            raise OwnerError(msg) from error
        if done:
            diary.done.append((when, step.act))

    async def _look(self, diary: Diary) -> None:
        """See on the page whether the dispute still stands."""
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            document, _ = await _fetch(session, self._link(diary))
        diary.looked_at = self._world.now
        if _state(document) not in {DISPUTED, None}:
            diary.overruled_at = self._world.now

    def _link(self, diary: Diary) -> str:
        """Find the link in the latest letter that has one."""
        for letter in reversed(self.letters(diary)):
            found = LINK.search(letter.text)
            if found:
                return found.group().rstrip(".:")
        msg = f"{diary.organisation.key} finds no link with /o/ in its letters"
        raise OwnerError(msg)

    async def _visit(self, diary: Diary, step: Step, link: str) -> bool:
        """Do a step on the owner's page; False where it only begins by that."""
        jar = aiohttp.CookieJar(unsafe=True)  # the portal may stand at a bare address
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=TIMEOUT) as session:
            document, address = await _fetch(session, link)
            seen = forms.read(document)
            form = seen.form_for(step.act)
            if form is None and _state(document) in OVER:
                return True  # a retest, or a handler, was quicker than the owner: nothing is left to say
            if form is None:
                msg = f"{diary.organisation.key} finds no form to {step.act} on its page"
                raise OwnerError(msg)
            target = urljoin(address, form.action)
            if step.act is Act.CENSUS and diary.counting is None:
                ticket, _ = await _fetch(session, urljoin(address, _ticket_link(diary, seen)))
                diary.counting = Counting(
                    sketch=asyncio.create_task(self._count(diary, ticket)),
                    ready_at=self._world.now + self._time_to_count(diary.system.holding),
                )
                if self._counting:
                    return False
            if diary.counting is not None:
                sketch = await diary.counting.sketch
                diary.counting = None
                sent: aiohttp.FormData | dict[str, str] = _upload(form, sketch)
            else:
                sent = form.filled(step.act, self._values(step), step.words or diary.organisation.words)
            async with session.post(target, data=sent, headers={"Referer": address}) as response:
                await response.read()
                if response.status >= 400:
                    msg = f"{diary.organisation.key} wants to {step.act}: the page answers {response.status}"
                    raise OwnerError(msg)
        return True

    def _values(self, step: Step) -> dict[str, str]:
        if step.act is not Act.PLAN:
            return {}
        promised = step.until or self._world.now.astimezone(ZONE).date() + timedelta(days=step.days)
        return {"date": promised.isoformat()}

    def _time_to_count(self, holding: Holding) -> timedelta:
        return self._counting * (1 + holding.records // COUNTED_IN_A_DAY / COUNTING.days)

    async def _count(self, diary: Diary, ticket: str) -> bytes:
        """Run the census on an export of all records, which goes from hand to hand and is never stored."""
        with TemporaryDirectory(prefix="census-") as name:
            folder = Path(name)
            (folder / "ticket.json").write_text(json.dumps(json.loads(ticket)), encoding="utf-8")
            program = await asyncio.create_subprocess_exec(
                *self._census,
                "-",
                "--ticket",
                "ticket.json",
                "-o",
                "sketch.bin",
                cwd=folder,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                _, complaint = await asyncio.wait_for(
                    asyncio.gather(self._export(diary.system.holding, program), _complaint(program)),
                    CENSUS_SECONDS,
                )
            finally:
                if program.returncode is None:
                    program.kill()
                    await program.wait()
            if program.returncode != 0:
                msg = (
                    f"{diary.organisation.key}: the census ended with {program.returncode}: "
                    + complaint.decode(errors="replace").strip()[-300:]
                )
                raise OwnerError(msg)
            return (folder / "sketch.bin").read_bytes()

    async def _export(self, holding: Holding, program: asyncio.subprocess.Process) -> None:
        """Write all records to a program, made in a thread of their own so that the lab goes on answering."""
        register, sink = self._world.register, _input(program)
        # Where the program ends early it says why itself.
        with suppress(BrokenPipeError, ConnectionResetError):
            sink.write(EXPORT_HEAD.encode())
            for start in range(0, holding.records, BATCH):
                stop = min(start + BATCH, holding.records)
                sink.write(await asyncio.to_thread(register.export, holding, start, stop))
                await sink.drain()
            sink.close()
            await sink.wait_closed()


async def _complaint(program: asyncio.subprocess.Process) -> bytes:
    """Give what a program said on its standard error, once it has ended."""
    said = b"" if program.stderr is None else await program.stderr.read()
    await program.wait()
    return said


def _input(program: asyncio.subprocess.Process) -> asyncio.StreamWriter:
    if program.stdin is None:
        msg = "the census was started without an input"
        raise OwnerError(msg)
    return program.stdin


def _waits(diary: Diary, step: Step) -> bool:
    """Say whether a step waits for the owner's dispute to be answered."""
    return step.since is Since.OVERRULED and diary.overruled_at is None


def _state(document: str) -> str | None:
    """Read where the case stands off its page."""
    found = STATE.search(document)
    return found.group(1) if found else None


async def _fetch(session: aiohttp.ClientSession, address: str) -> tuple[str, str]:
    """Get a page; give its text and its last address."""
    async with session.get(address) as response:
        text = await response.text()
        if response.status != 200:
            msg = f"{response.url.path} answers {response.status}"
            raise OwnerError(msg)
        return text, str(response.url)


def _ticket_link(diary: Diary, seen: forms.Seen) -> str:
    link = seen.links.get("census-ticket")
    if not link:
        msg = f"{diary.organisation.key} finds no census ticket on its page"
        raise OwnerError(msg)
    return link


def _upload(form: forms.Form, sketch: bytes) -> aiohttp.FormData:
    sent = aiohttp.FormData()
    for name, value in form.filled(Act.CENSUS, {}, "").items():
        sent.add_field(name, value)
    sent.add_field("sketch", sketch, filename="sketch.bin", content_type="application/octet-stream")
    return sent
