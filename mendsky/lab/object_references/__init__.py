# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A portal that shows one account what belongs to another, and its repaired and odd kin."""
