# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which fact starts which task, and who picks up rows that are due; imports nothing."""

WIRES: dict[str, tuple[str, ...]] = {
    "watch.exposure_confirmed": (
        "mendsky.apps.exposure.tasks.note_stated",
        "mendsky.apps.cases.tasks.open_case",
    ),
    "watch.answered": ("mendsky.apps.cases.tasks.take_answer",),
    "exposure.counted": ("mendsky.apps.cases.tasks.take_count",),
    "cases.letter_written": ("mendsky.apps.cases.tasks.post_letter",),
}

DUE: tuple[str, ...] = (
    "mendsky.apps.accounts.tasks.due",
    "mendsky.apps.watch.tasks.due",
    "mendsky.apps.cases.tasks.due",
    "mendsky.apps.leaks.tasks.due",
)
