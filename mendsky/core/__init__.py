# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The functional core: values in, values out; no I/O, no clock, no randomness, no framework."""
