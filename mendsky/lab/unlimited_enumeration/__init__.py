# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lookup with hidden digits that anyone may ask for ever, and its repaired and odd kin."""
