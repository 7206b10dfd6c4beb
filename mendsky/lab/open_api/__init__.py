# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An interface for programs that answers anyone, and its repaired and odd kin."""
