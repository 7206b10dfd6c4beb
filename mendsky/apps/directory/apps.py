# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `directory` as Django knows it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Configure `directory`."""

    name = "mendsky.apps.directory"
    label = "directory"
