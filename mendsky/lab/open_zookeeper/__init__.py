# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ZooKeeper that answers anyone, and its repaired and odd kin.

Stand-ins, written after the protocol's definition; ZooKeeper 3.8.0 itself, too large for the tests, was asked
by hand and gave the probe the same answers.
"""
