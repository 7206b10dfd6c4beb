# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core import probes
from mendsky.core.formats import FORMATS, kinds, nmap, nuclei, openvas, sarif, wapiti, zap
from mendsky.core.formats.kinds import kind_of
from mendsky.core.terms.claims import OTHER

KNOWN = {entry.spec.kind for entry in probes.REGISTER}
TABLES = [module.KINDS for module in (nmap, nuclei, openvas, sarif, wapiti, zap)]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"names": ("a", "b"), "cwes": (89,), "title": "default login"}, "open-api"),
        ({"names": ("c",), "cwes": (None, 79, 89), "title": "default login"}, "sql-injection"),
        ({"names": (), "title": "Apache Default Login"}, "weak-password"),
        ({"names": (), "cwes": (79,), "title": "Cross Site Scripting"}, OTHER),
        ({"names": (), "cwes": (639,), "title": "Insecure direct object reference"}, "sequential-records"),
        ({"names": (), "cwes": (639,), "title": "Object of another Account shown"}, "object-references"),
        ({"names": (), "cwes": (89,), "title": "Account name reaches the database"}, "sql-injection"),
    ],
)
def test_the_scanners_own_table_counts_before_weaknesses_and_words(asked, kind):
    assert kind_of(own={"b": "open-api"}, **asked) == kind


def test_every_table_names_kinds_that_have_a_probe():
    assert len(TABLES) == len(FORMATS)
    named = {*kinds.CWES.values(), *kinds.BETWEEN_ACCOUNTS.values(), *(kind for _, kind in kinds.WORDS)}
    assert named | {kind for table in TABLES for kind in table.values()} <= KNOWN


def test_the_weakness_of_each_probe_leads_to_a_probe_of_that_weakness():
    weakness = {entry.spec.kind: entry.spec.cwe for entry in probes.REGISTER}
    for number in weakness.values():
        assert weakness[kinds.CWES[number]] == number
