# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `site` as Django knows it; it stands highest and hands the wiring to the runtime."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Configure `site`."""

    name = "mendsky.apps.site"
    label = "site"

    def ready(self) -> None:
        """Hand the wiring over: the runtime may not import what stands above it."""
        from mendsky import wiring  # noqa: PLC0415 - Django forbids heavy imports before it is ready
        from mendsky.runtime import jobs  # noqa: PLC0415 - as above

        jobs.wire(wiring.WIRES, wiring.DUE)
