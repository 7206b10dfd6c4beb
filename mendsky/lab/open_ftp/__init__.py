# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An FTP server that lets anyone in, and its repaired and odd kin.

Stand-ins, written after the protocol's documents; `make test-real` asks the product itself.
"""
