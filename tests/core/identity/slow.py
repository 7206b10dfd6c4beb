# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading of a page as plainly as it can be written: the oracle of the quick one."""

import re
from bisect import bisect

from mendsky.core.identity import find
from mendsky.core.identity.encoding import flat, is_utf8
from mendsky.core.identity.identifiers import TIERS, B
from mendsky.core.identity.labels import named, without_markup
from mendsky.core.identity.unshown import unshown
from mendsky.core.terms.probing import Reading, Seen


def read(content, nation, birth_years):
    found = find(content, nation, birth_years)
    text = content.decode("utf-8" if is_utf8(content) else "gb18030", errors="replace")
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)
    spoken = without_markup(text)
    personal = {row.kind for row in nation.identifiers if row.sensitivity}
    found = found.select(found.of_kinds(personal))
    unseen = {offset for start, end in unshown(content) for offset in range(start, end)}
    everything, shown = [], set()
    for kind, tier, value, offset in zip(
        found.kind.tolist(), found.tier.tolist(), found.packed.tolist(), found.offset.tolist(), strict=True
    ):
        everything.append((found.kinds[kind], TIERS[tier], tuple(value)))
        if offset not in unseen:
            shown.add((found.kinds[kind], tuple(value)))
    masked = re.findall(
        rb"(?<![0-9A-Za-z*])[0-9]{1,15}\*{3,}[0-9]{0,8}[0-9Xx]?(?![0-9A-Za-z*])", flat(content)
    )
    starts = [match.start() for match in re.finditer(rb"\n|<tr\b|<li\b|\{", content, re.IGNORECASE)]
    totals = [
        int(match[1].replace(",", ""))
        for expression in nation.total_patterns
        for match in re.finditer(expression, text)
    ]
    return Reading(
        identifiers=counted(everything),
        hidden=counted([one for one in everything if (one[0], one[2]) not in shown]),
        masked=sum(len(one) in {11, 16, 17, 18, 19} for one in masked),
        classes=frozenset(row.key for row in nation.data_classes if named(spoken, row.labels)),
        rows=len({bisect(starts, offset) for offset in found.offset[found.tier <= B].tolist()}),
        stated_records=max(totals, default=None),
    )


def counted(found):
    values = {}
    for kind, tier, value in found:
        values.setdefault((kind, tier), []).append(value)
    return tuple(
        Seen(kind=kind, tier=tier, occurrences=len(several), distinct=len(set(several)))
        for (kind, tier), several in sorted(values.items())
    )
