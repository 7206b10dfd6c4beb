# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Databases, stores and file servers that a password lets in, and their repaired and odd kin.

Stand-ins, written after the protocols' documentation; `make test-real` asks the products themselves.
"""
