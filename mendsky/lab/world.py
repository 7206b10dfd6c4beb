# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lab nation as it stands now: the date, the names, and which site each system shows."""

from datetime import datetime

from mendsky.core.terms.nations import Nation
from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.network import Network
from mendsky.lab.oddities import everywhere
from mendsky.lab.people import Register
from mendsky.lab.sites import Condition, build
from mendsky.lab.sound.site import sound
from mendsky.lab.story import Story, System
from mendsky.lab.website import FORBIDDEN, Premises

MAINTENANCE = Reply(
    status=503,
    headers={"Retry-After": "86400"},
    body=b"<html><head><title>503 Service Unavailable</title></head>"
    b"<body><h1>503 Service Unavailable</h1>synthetic</body></html>",
)


class World:
    """One story at one date on one network."""

    def __init__(self, *, story: Story, nation: Nation, network: Network, port: int) -> None:
        self.story = story
        self.nation = nation
        self.network = network
        self.port = port
        self.now = story.starts
        self.register = Register(nation)
        self.addresses = {
            system.key: network.system(position) for position, system in enumerate(story.systems)
        }
        self.names = {system.host: self.addresses[system.key] for system in story.systems}
        """Name to address, for the name server; may be re-pointed."""
        self._changed: dict[str, Condition] = {}
        self._sites: dict[tuple[str, str], Site] = {}
        self._first_visitors: dict[str, str] = {}
        """By the key of a system with a weakness, the address that first came to look at it."""

    def origin(self, system: System) -> str:
        """Give a system's origin, port written."""
        return f"http://{system.host}:{self.port}"

    def condition(self, system: System) -> Condition | None:
        """Say how a system with a weakness stands; None for a system without one."""
        if system.weakness is None:
            return None
        appeared = Condition.VULNERABLE if self.now >= system.weakness.appears else Condition.REPAIRED
        return self._changed.get(system.key, appeared)

    def change(self, system: System, condition: Condition) -> None:
        """Let an owner change its system."""
        self._changed[system.key] = condition

    def site(self, system: System) -> Site:
        """Give the site that a system shows now."""
        condition = self.condition(system)
        shown = system.odd or condition or "sound"
        key = (system.key, shown)
        if key not in self._sites:
            self._sites[key] = self._build(system, condition)
        return self._sites[key]

    def next_appearance(self) -> datetime | None:
        """Say when the next weakness goes on line."""
        coming = [
            system.weakness.appears
            for system in self.story.systems
            if system.weakness is not None and system.weakness.appears > self.now
        ]
        return min(coming, default=None)

    def _build(self, system: System, condition: Condition | None) -> Site:
        premises = Premises(
            name=system.names["zh-Hans"],
            noun=system.noun,
            holding=system.holding,
            register=self.register,
            seed=system.seed,
            weakness=system.weakness,
        )
        if system.odd is not None:
            return everywhere(premises, system.odd)
        if system.weakness is None or condition is None:
            return sound(premises)
        if condition is Condition.OFFLINE:
            return lambda _: MAINTENANCE
        if condition is Condition.BLOCKED:
            return self._blocking(system, build(system.weakness.kind, Condition.VULNERABLE, premises))
        return self._noting(system, build(system.weakness.kind, condition, premises))

    def _noting(self, system: System, site: Site) -> Site:
        """Note who comes first, for an owner who may one day refuse it."""

        def answer(asked: Asked) -> Reply:
            self._first_visitors.setdefault(system.key, asked.address)
            return site(asked)

        return answer

    def _blocking(self, system: System, site: Site) -> Site:
        """Refuse everything to the address that came first, and answer all others as before."""

        def answer(asked: Asked) -> Reply:
            return FORBIDDEN if asked.address == self._first_visitors.get(system.key) else site(asked)

        return answer
