# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An export of everybody at an address that asks for no login, and its repaired and odd kin."""
