# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file server (NFS) that answers anyone, and its repaired and odd kin; tests ask NFS-Ganesha itself too."""
