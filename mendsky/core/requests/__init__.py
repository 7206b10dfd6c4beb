# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How whoever was asked tells our requests from others': by their signature, and by the log of them."""
