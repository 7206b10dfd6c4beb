# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Containers made in memory, and what a walk gives for them."""

import io
import zipfile
from dataclasses import dataclass, field

from mendsky.scan.content import Content
from mendsky.scan.limits import Limits, Meter
from mendsky.scan.walk import Begin, End, Named, Undetermined, walk
from tests.people import resident_id

PEOPLE = [resident_id(serial) for serial in range(40, 43)]
TABLE = ("序号,身份证号\n" + "".join(f"{number},{value}\n" for number, value in enumerate(PEOPLE))).encode()


@dataclass
class Walked:
    """What a walk gave, text by text."""

    texts: dict[str, bytes] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def count(self, value):
        """Count a value in all texts."""
        return sum(text.count(value.encode()) for text in self.texts.values())


def walked(content, name="dump", limits=None):
    """Walk through bytes, a stream of them, or a file."""
    meter = Meter(limits or Limits())
    if isinstance(content, bytes):
        made = Content.of_bytes(name, content, meter)
    elif isinstance(content, list):
        made = Content(name, iter(content), meter)
    else:
        made = Content.of_file(content, meter, name)
    result, open_texts = Walked(), []
    for event in walk(made):
        match event:
            case Begin():
                open_texts.append((event.name, []))
            case bytes():
                assert event
                open_texts[-1][1].append(event)
            case End():
                text, parts = open_texts.pop()
                result.texts[text] = result.texts.get(text, b"") + b"".join(parts)
            case Named():
                result.names.append(event.name)
            case Undetermined():
                result.causes[event.name] = event.cause.value
    assert not open_texts
    return result


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """Make a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def in_pieces(content, size=7):
    """Cut bytes into small chunks, so that every border falls somewhere."""
    return [content[at : at + size] for at in range(0, len(content), size)]
