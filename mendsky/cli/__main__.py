# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the command line as `python -m mendsky.cli`."""

from mendsky.cli import main

main()
