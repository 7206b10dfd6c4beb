# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `exposure` as Django knows it."""

from django.apps import AppConfig


class ExposureConfig(AppConfig):
    """Configure `exposure`."""

    name = "mendsky.apps.exposure"
    label = "exposure"
