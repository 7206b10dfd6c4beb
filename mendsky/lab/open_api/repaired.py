# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a key for programs, a login, or answers in which nobody can be told."""

from collections.abc import Mapping

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.files import masked
from mendsky.lab.open_api.endpoint import answered, described, listing, naming
from mendsky.lab.people import Person
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved

WAYS = ("key", "login", "masked")


def site(premises: Premises) -> Site:
    """Make the site with the interface still described, and closed."""
    weakness = premises.fault
    ways: dict[str, Answering] = {
        "key": _asks_for_key,
        "login": always(moved("/login.html")),
        "masked": listing(premises, _hidden_digits),
    }
    pages = {
        **described(weakness),
        weakness.path: ways[weakness.repair],
        "/login.html": always(login(premises)),
    }
    return assemble(premises, extra=naming(weakness), pages=pages)


def _asks_for_key(_: Asked) -> Reply:
    return answered({"code": 401, "message": "missing key", "label": "synthetic"}, status=401)


def _hidden_digits(person: Person) -> Mapping[str, str]:
    return {"xm": f"{person.name[0]}**", "sfzh": masked(person.resident_id)}
