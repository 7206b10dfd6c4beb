# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A query page whose SQL is built from what the visitor types, and its repaired and odd kin."""
