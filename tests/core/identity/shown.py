# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells as people read them."""


def shown(cutter, content):
    cells = cutter.cut(content)
    return [
        (cells.heads[column] if column >= 0 else None, content[start:end].decode(errors="replace"))
        for start, end, column in zip(cells.start, cells.end, cells.column, strict=True)
    ]


def rows(cutter, content):
    return cutter.cut(content).rows.tolist()
