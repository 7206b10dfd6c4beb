# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records shown by number to anyone who counts, and their repaired and odd kin."""
