# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles that ask for a password, by HTTP itself or by a form, and their repaired and odd kin."""
