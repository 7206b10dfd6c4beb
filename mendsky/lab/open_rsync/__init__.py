# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An rsync daemon that gives anyone its files, and its repaired and odd kin.

Stand-ins, written after the program's own words; `make test-real` asks the product itself.
"""
