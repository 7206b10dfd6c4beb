# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A directory (LDAP) that answers anyone, and its repaired and odd kin.

Stand-ins, written after RFC 4511; `make test-real` asks OpenLDAP itself.
"""
