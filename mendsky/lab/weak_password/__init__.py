# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An administration behind a password that anybody would try, and its repaired and odd kin."""
