# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search by name that shows everyone for a sign that stands for anything, and its repaired and odd kin."""
