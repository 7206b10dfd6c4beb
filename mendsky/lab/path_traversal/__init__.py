# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A download whose parameter leads out of its folder, and its repaired and odd kin."""
