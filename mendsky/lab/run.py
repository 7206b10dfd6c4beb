# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open everything of one lab, say so in one line, and close it when the process is to end."""

import asyncio
import gc
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web

from mendsky.core.terms.nations import Nation
from mendsky.lab import dns
from mendsky.lab.door import Door
from mendsky.lab.mail import Mailboxes
from mendsky.lab.network import Network, NetworkError, candidates, listen, on_common_port
from mendsky.lab.owners import Owners
from mendsky.lab.process import ending
from mendsky.lab.server import ConnectionLog, SiteServer
from mendsky.lab.story import Story
from mendsky.lab.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """Where a lab listens."""

    door: str
    smtp: str
    dns: str
    network: str
    port: int
    story: Story

    def as_json(self) -> str:
        """Give the one line that tells the parent."""
        return json.dumps(
            {
                "door": self.door,
                "smtp": self.smtp,
                "dns": self.dns,
                "network": self.network,
                "port": self.port,
                "story": self.story.name,
                "starts": self.story.starts.isoformat(),
                "ends": self.story.ends.isoformat(),
            }
        )


async def run(story: Story, nation: Nation, *, network: str, port: int | None, silence: float) -> None:
    """Run a lab until the process is to end.

    Raises `NetworkError` where no network that `network` names has a port free on all addresses.
    """
    stop = ending()
    async with AsyncExitStack() as stack:
        opened = await _first_free(stack, story, nation, network=network, port=port, silence=silence)
        gc.freeze()  # the nation that is told stays: no search for cycles need go through it
        print(opened.as_json(), flush=True)  # noqa: T201  (the line that the parent waits for)
        await stop.wait()


async def _first_free(
    stack: AsyncExitStack, story: Story, nation: Nation, *, network: str, port: int | None, silence: float
) -> Opened:
    failure: NetworkError | None = None
    for candidate in candidates(network):
        world = World(story=story, nation=nation, network=candidate, port=0)
        try:
            return await _open(stack, world, port=port, silence=silence)
        except NetworkError as error:
            failure = error
    raise failure or NetworkError(network)


async def _open(stack: AsyncExitStack, world: World, *, port: int | None, silence: float) -> Opened:
    network: Network = world.network
    log = ConnectionLog(now=lambda: world.now)
    mailboxes = Mailboxes(
        known=(email for organisation in world.story.organisations for email in organisation.emails),
        bouncing=(organisation.email for organisation in world.story.organisations if organisation.bounces),
        now=lambda: world.now,
    )
    owners = Owners(world, mailboxes)
    sites = {
        world.addresses[system.key]: (lambda system=system: world.site(system))
        for system in world.story.systems
    }
    server = SiteServer(sites, log, silence)
    door = Door(world=world, owners=owners, mailboxes=mailboxes, log=log)
    runner = web.AppRunner(door.application(), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    if runner.server is None:
        msg = "aiohttp made no server"
        raise RuntimeError(msg)
    door_protocol = runner.server

    async def open_all(candidate: int) -> tuple[asyncio.Server, asyncio.Server]:
        systems = await listen(server.protocol, list(sites), candidate)
        try:
            return systems, await listen(door_protocol, [network.door], candidate)
        except OSError:
            systems.close()
            raise

    world.port, (systems, entrance) = await on_common_port(network, port, open_all)
    stack.push_async_callback(server.shutdown)
    stack.callback(systems.close)
    stack.callback(entrance.close)
    post = await listen(mailboxes.protocol, [network.smtp], 0)
    stack.callback(post.close)
    names, names_port = await dns.serve(world.names, network.dns, 0)
    stack.callback(names.close)
    return Opened(
        door=f"http://{network.door}:{world.port}",
        smtp=f"{network.smtp}:{post.sockets[0].getsockname()[1]}",
        dns=f"{network.dns}:{names_port}",
        network=str(network.block),
        port=world.port,
        story=world.story,
    )
