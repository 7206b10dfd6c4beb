# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in full in what a page is sent with and does not show, and their repaired and odd kin."""
