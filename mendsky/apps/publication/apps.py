# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `publication` as Django knows it."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Configure `publication`."""

    name = "mendsky.apps.publication"
    label = "publication"
