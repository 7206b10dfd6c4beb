# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case is handed to an owner of the same province, or of the nation; never to an authority."""

from mendsky.apps.directory.owners import owners_near
from mendsky.apps.directory.services import import_document

NAMES = {"130900": "owner", "130100": "owner", "220100": "owner", "CN": "owner"}


def office(division, kind="owner", **more):
    names = {"zh-Hans": f"单位 {division}", "en": f"Office {division}"}
    return {"key": f"{kind}-{division}", "name": names, "kind": kind, "division": division, **more}


def test_the_owners_of_the_province_and_of_the_nation_are_named(synthetic, monday):
    offices = [office(division, sector="social-security") for division in NAMES]
    offices.append(office("130000", "authority", level="province"))
    import_document({"organisations": offices}, now=monday, synthetic=True)
    assert [owner.key for owner in owners_near("130900")] == ["owner-130100", "owner-130900", "owner-CN"]
    assert [owner.key for owner in owners_near("CN")] == ["owner-CN"]
