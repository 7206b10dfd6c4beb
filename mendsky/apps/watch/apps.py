# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `watch` as Django knows it."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Configure `watch`."""

    name = "mendsky.apps.watch"
    label = "watch"
