# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An etcd that answers anyone, and its repaired and odd kin; the tests of real servers ask etcd itself."""
