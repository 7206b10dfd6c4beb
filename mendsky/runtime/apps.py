# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The runtime as Django knows it."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """Settings, clocks, database, jobs."""

    name = "mendsky.runtime"
    label = "runtime"
