# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seal what a citizen wrote under a key of the report's own, so that one report can be forgotten alone."""

from uuid import UUID

from mendsky.keys.seal import seal, unseal
from mendsky.keys.vault import Vault


def key_name(report: UUID) -> str:
    """Name the key of a report."""
    return f"report/{report}"


def seal_part(vault: Vault, report: UUID, column: str, text: str) -> bytes:
    """Seal a text, bound to its report and column."""
    return seal(vault, key_name(report), text.encode(), _context(report, column))


def open_part(vault: Vault, report: UUID, column: str, sealed: bytes) -> str:
    """Give a text back; raises the errors of `keys.seal`."""
    return unseal(vault, key_name(report), sealed, _context(report, column)).decode()


def _context(report: UUID, column: str) -> bytes:
    return f"leaks_citizenreport/{column}/{report}".encode()
