# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `cases` as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Configure `cases`."""

    name = "mendsky.apps.cases"
    label = "cases"
