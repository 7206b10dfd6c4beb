# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one-way door: tells the lab the date, and hears when it next wants to be told.

POST `/now` {"now"} → {"wake"}, after all that was due has been done. Mail that came since is read at the
next call: call again with the same date after delivering letters, to learn the new wake.
GET `/inventory`, `/truth`, `/connections`, `/mail` (`?text=1` with the letters' text); POST `/repoint`
{"name", "address"}. Errors are `{"error"}` with 400 for a bad request and 502 where an owner was kept from
what it wanted to do; the step stays due.
"""

import asyncio
import json
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from mendsky.lab.inventory import inventory
from mendsky.lab.mail import Mailboxes
from mendsky.lab.owners import OwnerError, Owners
from mendsky.lab.server import ConnectionLog
from mendsky.lab.truth import truth
from mendsky.lab.world import World


class Door:
    """The door's five questions over one world."""

    def __init__(self, *, world: World, owners: Owners, mailboxes: Mailboxes, log: ConnectionLog) -> None:
        self._world = world
        self._owners = owners
        self._mailboxes = mailboxes
        self._log = log
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        """Make the web application."""
        application = web.Application(middlewares=[_plain_errors])
        application.router.add_post("/now", self.now)
        application.router.add_post("/repoint", self.repoint)
        application.router.add_get("/inventory", self.inventory)
        application.router.add_get("/truth", self.truth)
        application.router.add_get("/connections", self.connections)
        application.router.add_get("/mail", self.mail)
        return application

    async def now(self, request: web.Request) -> web.Response:
        """Move the date, let everything due happen, say when to call again."""
        document = await _json(request)
        moment = datetime.fromisoformat(str(document["now"]))
        if moment.tzinfo is None:
            msg = "now needs a time zone"
            raise ValueError(msg)
        async with self._turn:
            if moment < self._world.now:
                msg = f"the lab's date is {self._world.now.isoformat()} and does not go back"
                raise ValueError(msg)
            self._world.now = moment
            await self._owners.act()
            coming = [when for when in (self._world.next_appearance(), self._owners.wake()) if when]
        wake = min(coming, default=None)
        return web.json_response({"wake": wake.isoformat() if wake else None})

    async def inventory(self, _: web.Request) -> web.Response:
        """Give the directory."""
        return web.json_response(inventory(self._world))

    async def truth(self, _: web.Request) -> web.Response:
        """Give the truth."""
        return web.json_response(truth(self._world, self._owners))

    async def connections(self, _: web.Request) -> web.Response:
        """Give the log of connections to the systems."""
        return web.json_response(self._log.as_json())

    async def mail(self, request: web.Request) -> web.Response:
        """List the letters that came."""
        with_text = request.query.get("text") == "1"
        return web.json_response(
            {
                "refused": self._mailboxes.refused,
                "letters": [
                    {
                        "at": letter.at.isoformat(),
                        "to": letter.recipients,
                        "recipients": len(letter.recipients),
                        "subject": letter.subject,
                        **({"text": letter.text} if with_text else {}),
                    }
                    for letter in self._mailboxes.letters
                ],
            }
        )

    async def repoint(self, request: web.Request) -> web.Response:
        """Let a name lead to another address."""
        document = await _json(request)
        name = str(document["name"])
        if name not in self._world.names:
            msg = f"no system is called {name}"
            raise ValueError(msg)
        self._world.names[name] = str(ip_address(str(document["address"])))
        return web.json_response({"name": name, "address": self._world.names[name]})


async def _json(request: web.Request) -> dict[str, Any]:
    document = json.loads(await request.text())
    if not isinstance(document, dict):
        msg = "a JSON object was expected"
        raise TypeError(msg)
    return document


@web.middleware
async def _plain_errors(request: web.Request, handler: Any) -> web.StreamResponse:
    """Turn a bad request, or an owner's failure, into one line of JSON."""
    try:
        return await handler(request)  # type: ignore[no-any-return]
    except KeyError as error:
        return web.json_response({"error": f"{error} is missing"}, status=400)
    except (ValueError, TypeError) as error:
        return web.json_response({"error": str(error)}, status=400)
    except OwnerError as error:
        return web.json_response({"error": str(error)}, status=502)
