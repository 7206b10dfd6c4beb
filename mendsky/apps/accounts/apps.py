# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application `accounts` as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configure `accounts`."""

    name = "mendsky.apps.accounts"
    label = "accounts"
