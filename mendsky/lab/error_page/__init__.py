# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Error pages that show what the program had in hand, and their repaired and odd kin."""
