# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of people published by mistake or habit, and its repaired and odd kin."""
