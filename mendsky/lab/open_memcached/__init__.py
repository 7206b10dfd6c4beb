# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A memcached that answers anyone, and its repaired and odd kin.

Stand-ins, written after the protocol's documentation; `make test-real` asks the product itself.
"""
