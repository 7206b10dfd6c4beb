# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that shows a record to whoever knows an identity number, and its repaired and odd kin."""
