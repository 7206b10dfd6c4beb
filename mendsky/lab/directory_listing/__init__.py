# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A directory open to anyone with an export in it, and its repaired and odd kin."""
