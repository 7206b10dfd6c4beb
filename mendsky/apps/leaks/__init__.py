# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What citizens report of misuse of their data: sealed, and linked to cases by place and time."""
