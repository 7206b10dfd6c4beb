# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Personal identifiers in what real leaks are made of: files, archives, databases, mail; never a value."""
