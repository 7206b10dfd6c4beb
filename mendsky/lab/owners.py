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
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import aiohttp

from mendsky.lab import forms
from mendsky.lab.mail import Letter, Mailboxes
from mendsky.lab.people import HEADER
from mendsky.lab.sites import Condition
from mendsky.lab.story import ZONE, Act, Organisation, Step, System
from mendsky.lab.world import World

LINK = re.compile(r"https?://[^\s\"'<>]*?/o/[\w\-.~=:/]+")
VERIFIED = re.compile(r"data-state=\"(?:repaired|confirmed|closed)\"")
CENSUS = (sys.executable, "-m", "mendsky.cli", "census")
"""The census program as an owner starts it on its own machine."""
TIMEOUT = aiohttp.ClientTimeout(total=60)
CENSUS_SECONDS = 300
BATCH = 20_000
CHANGES = {
    Act.REPAIR: Condition.REPAIRED,
    Act.PRETEND: Condition.PRETENDED,
    Act.BREAK: Condition.VULNERABLE,
}


class OwnerError(Exception):
    """An owner could not do what it wanted to: the page did not let it, or the census failed."""


@dataclass(kw_only=True, slots=True)
class Diary:
    """What one owner has done so far."""

    organisation: Organisation
    system: System
    done: list[tuple[datetime, Act]] = field(default_factory=list)

    @property
    def word(self) -> Act | None:
        """Give the owner's last word since its weakness last came back; None where it has said nothing."""
        said = None
        for _, act in self.done:
            if act is Act.BREAK:
                said = None
            elif act in {Act.ACKNOWLEDGE, Act.PLAN, Act.CLAIM}:
                said = act
        return said

    @property
    def answered(self) -> bool:
        """Say whether the owner ever answered on its page."""
        return any(act in {Act.ACKNOWLEDGE, Act.PLAN, Act.CLAIM} for _, act in self.done)

    @property
    def counted(self) -> bool:
        """Say whether the owner has handed in a census."""
        return any(act is Act.CENSUS for _, act in self.done)

    @property
    def step(self) -> Step | None:
        """Give the step that comes next."""
        steps = self.organisation.steps
        return steps[len(self.done)] if len(self.done) < len(steps) else None


class Owners:
    """All owners of systems with a loophole."""

    def __init__(self, world: World, mailboxes: Mailboxes, census: Sequence[str] = CENSUS) -> None:
        self._world = world
        self._mailboxes = mailboxes
        self._census = census
        self.diaries = {
            organisation.key: Diary(organisation=organisation, system=system)
            for organisation in world.story.organisations
            if (system := world.story.weak_system(organisation.key)) is not None
        }

    def letters(self, diary: Diary) -> tuple[Letter, ...]:
        """Give the letters that an owner has, oldest first."""
        return self._mailboxes.received(diary.organisation.email)

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
        planned = []
        for key, diary in self.diaries.items():
            letters = self.letters(diary) if diary.step is not None else ()
            if letters and diary.step is not None:
                planned.append((letters[0].at + diary.step.after, key))
        return planned

    async def _take(self, diary: Diary, when: datetime) -> None:
        step = diary.step
        if step is None:
            return
        if step.act in CHANGES:
            self._world.change(diary.system, CHANGES[step.act])
        else:
            link = self._link(diary)
            try:
                await self._visit(diary, step, link)
            except (aiohttp.ClientError, TimeoutError) as error:
                msg = f"{diary.organisation.key} wants to {step.act}: {type(error).__name__} {error}"
                raise OwnerError(msg) from error
        diary.done.append((when, step.act))

    def _link(self, diary: Diary) -> str:
        """Find the link in the latest letter that has one."""
        for letter in reversed(self.letters(diary)):
            found = LINK.search(letter.text)
            if found:
                return found.group().rstrip(".:")
        msg = f"{diary.organisation.key} finds no link with /o/ in its letters"
        raise OwnerError(msg)

    async def _visit(self, diary: Diary, step: Step, link: str) -> None:
        jar = aiohttp.CookieJar(unsafe=True)  # the portal may stand at a bare address
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=TIMEOUT) as session:
            document, address = await _fetch(session, link)
            seen = forms.read(document)
            form = seen.form_for(step.act)
            if form is None and VERIFIED.search(document):
                return  # the retest was quicker than the owner: nothing is left to say
            if form is None:
                msg = f"{diary.organisation.key} finds no form to {step.act} on its page"
                raise OwnerError(msg)
            target = urljoin(address, form.action)
            if step.act is Act.CENSUS:
                ticket, _ = await _fetch(session, urljoin(address, _ticket_link(diary, seen)))
                sketch = await self._count(diary, ticket)
                sent: aiohttp.FormData | dict[str, str] = _upload(form, sketch)
            else:
                sent = form.filled(step.act, self._values(step), diary.organisation.words)
            async with session.post(target, data=sent, headers={"Referer": address}) as response:
                await response.read()
                if response.status >= 400:
                    msg = f"{diary.organisation.key} wants to {step.act}: the page answers {response.status}"
                    raise OwnerError(msg)

    def _values(self, step: Step) -> dict[str, str]:
        if step.act is not Act.PLAN:
            return {}
        promised = self._world.now.astimezone(ZONE).date().toordinal() + step.days
        return {"date": datetime.fromordinal(promised).date().isoformat()}

    async def _count(self, diary: Diary, ticket: str) -> bytes:
        """Run the census on an export of all records; nothing of it stays behind."""
        holding, register = diary.system.holding, self._world.register
        with TemporaryDirectory(prefix="census-") as name:
            folder = Path(name)
            (folder / "ticket.json").write_text(json.dumps(json.loads(ticket)), encoding="utf-8")
            with (folder / "export.csv").open("w", encoding="utf-8") as export:
                export.write(HEADER)
                for start in range(0, holding.records, BATCH):
                    export.writelines(register.lines(holding, start, min(start + BATCH, holding.records)))
                    await asyncio.sleep(0)
            program = await asyncio.create_subprocess_exec(
                *self._census,
                "export.csv",
                "--ticket",
                "ticket.json",
                "-o",
                "sketch.bin",
                cwd=folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                _, complaint = await asyncio.wait_for(program.communicate(), CENSUS_SECONDS)
            except TimeoutError:
                program.kill()
                await program.wait()
                raise
            if program.returncode != 0:
                msg = (
                    f"{diary.organisation.key}: the census ended with {program.returncode}: "
                    + complaint.decode(errors="replace").strip()[-300:]
                )
                raise OwnerError(msg)
            return (folder / "sketch.bin").read_bytes()


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
