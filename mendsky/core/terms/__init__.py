# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The field's words as frozen values and enumerations; everything in the core may use them."""
