# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Limits that keep memory small and refuse bombs, and the meter they are read from."""

from dataclasses import dataclass

from mendsky.scan.causes import Cause, UnreadError

MB = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How far a scan goes; the defaults stand in docs/reference/formats.md."""

    depth: int = 8
    """Containers within containers."""
    ratio: int = 300
    """Bytes out for each byte in; deflate reaches 1,032 on zeros, dumps of people 3 to 60."""
    free: int = 64 * MB
    """Bytes that a member may unpack to whatever its ratio."""
    free_in_all: int = 256 * MB
    """Bytes that all members of a file, at every depth, may unpack to whatever their ratio."""
    in_memory: int = 32 * MB
    """Bytes of a nested container whose format must be read out of order, and of a message of mail."""
    table: int = 48 * MB
    """Unpacked bytes of a workbook that is read as a table; a larger one is read as text."""
    dictionary: int = 128 * MB
    """Bytes of history that a decompressor may ask for."""


class Meter:
    """Counts what was read of one source and what it unpacked to."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.read = 0
        """Bytes read of the source itself."""
        self.unpacked = 0
        """Bytes that members unpacked to, at every depth."""

    @property
    def spent(self) -> bool:
        """Say whether the source as a whole is a bomb."""
        return self.unpacked > max(self.limits.free_in_all, self.limits.ratio * self.read)

    def spend(self, size: int) -> None:
        """Count unpacked bytes; raises `UnreadError` where the source is a bomb."""
        self.unpacked += size
        if self.spent:
            raise UnreadError(Cause.BOMB)

    def check(self, packed: int, unpacked: int) -> None:
        """Raise `UnreadError` where one member unpacks to too much."""
        if unpacked > max(self.limits.free, self.limits.ratio * packed):
            raise UnreadError(Cause.BOMB)
