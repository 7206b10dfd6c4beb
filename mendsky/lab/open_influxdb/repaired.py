# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: logins, a proxy before it, another network, or nobody in the store."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_influxdb.store import alone, nobody, queried, said
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Premises, always

WAYS = ("login", "proxy", "moved-away", "figures")
REFUSED = said({"error": "unable to parse authentication credentials", "label": "synthetic"}, status=401)


def site(premises: Premises) -> Site:
    """Make the site with the store closed, gone, or with figures of nobody alone."""
    match premises.fault.repair:
        case "login":
            return alone(premises, always(REFUSED))
        case "proxy":
            return alone(premises, always(FORBIDDEN))
        case "moved-away":
            return assemble(premises)
    return alone(premises, queried(nobody()))
