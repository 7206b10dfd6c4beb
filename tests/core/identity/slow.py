# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The judge as plainly as it can be written: the oracle of the quick one."""

import re
from bisect import bisect

from mendsky.core.identity.encoding import flat, is_utf8
from mendsky.core.identity.find import Found, canonical, judge
from mendsky.core.identity.labels import Surroundings, named, without_markup
from mendsky.core.terms.probing import Reading, Seen


def find(content, nation, birth_years):
    plain, taken = flat(content), {}
    surroundings = Surroundings(content)
    for row in nation.identifiers:
        body = re.escape(row.alphabet + row.alphabet.lower()).encode()
        end = re.escape(row.last + row.last.lower()).encode()
        run = b"[%s]{%d}[%s]" % (body, row.length - 1, end)
        for match in re.finditer(rb"(?<![0-9A-Za-z])" + run + rb"(?![0-9A-Za-z])", plain):
            tier = judge(match[0].upper(), row, nation.issued_codes, birth_years)
            if tier is None or match.start() in taken:
                continue
            if tier == "C":
                tier = "B" if surroundings.announce(match.start(), row.labels) else "C"
            taken[match.start()] = Found(kind=row.kind, tier=tier, start=match.start(), length=row.length)
    return tuple(taken[start] for start in sorted(taken))


def read(content, nation, birth_years):
    found = find(content, nation, birth_years)
    text = content.decode("utf-8" if is_utf8(content) else "gb18030", errors="replace")
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)
    spoken = without_markup(text)
    values = {}
    for one in found:
        values.setdefault((one.kind, one.tier), []).append(canonical(content, one, nation))
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
        identifiers=tuple(
            Seen(kind=kind, tier=tier, occurrences=len(several), distinct=len(set(several)))
            for (kind, tier), several in sorted(values.items())
        ),
        masked=sum(len(one) in {row.length for row in nation.identifiers} for one in masked),
        classes=frozenset(row.key for row in nation.data_classes if named(spoken, row.labels)),
        rows=len({bisect(starts, one.start) for one in found if one.tier in {"A", "B"}}),
        stated_records=max(totals, default=None),
    )
