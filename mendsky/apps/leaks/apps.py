# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `leaks` as Django knows it."""

from django.apps import AppConfig


class LeaksConfig(AppConfig):
    """Configure `leaks`."""

    name = "mendsky.apps.leaks"
    label = "leaks"
