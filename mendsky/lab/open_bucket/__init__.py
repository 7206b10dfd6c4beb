# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bucket of an object store that lists what it holds to anyone, and its repaired and odd kin.

Stand-ins, written after the products' documentation; the server of moto (PyPI), a stand-in for Amazon's, was
asked by hand and gave the probe the same answers.
"""
