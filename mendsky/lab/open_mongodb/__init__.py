# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A MongoDB that answers anyone, and its repaired and odd kin.

Stand-ins, written after the protocol's documentation: the product itself could not be asked.
"""
