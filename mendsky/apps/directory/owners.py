# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Name the owners that a case could be handed to."""

from django.conf import settings

from mendsky.apps.directory import queries
from mendsky.apps.directory.models import Organisation
from mendsky.apps.directory.queries import OrganisationEntry
from mendsky.nations.load import load


def owners_near(division: str) -> tuple[OrganisationEntry, ...]:
    """Give the owners of the province that a division lies in, by division and key; of the nation's own too.

    Whoever is responsible for a system after all is nearly always an office of the same province, or
    a ministry.
    """
    nation = load(settings.NATION)
    province = nation.province_of(division)
    codes = [nation.code]
    if province is not None:
        codes += nation.codes_within([province])
    rows = Organisation.objects.filter(valid_to=None, kind="owner", division__in=codes)
    found = queries.organisations(rows.values_list("entry", flat=True))
    return tuple(sorted(found.values(), key=lambda entry: (entry.division, entry.key)))
