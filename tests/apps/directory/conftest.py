# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One small office, its city above it, its system, its mailbox and its grant."""

import pytest

from mendsky.keys.vault import Vault


@pytest.fixture
def vault(tmp_path, monkeypatch) -> Vault:
    """The installation's vault, in a home of this test's own."""
    from mendsky.keys.vault import open_vault
    from mendsky.runtime import settings

    monkeypatch.setattr(settings, "HOME", tmp_path)
    return open_vault()


@pytest.fixture
def grant():
    return {
        "id": "changchun-2015",
        "version": 1,
        "signed_by": "Office for Cyberspace Affairs of Changchun",
        "legal_basis": "CSL 2016 article 39",
        "origins": ["http://yb.lab.test:8080"],
        "networks": ["127.0.0.0/8"],
        "paths": ["/"],
        "excluded_paths": ["/admin/"],
        "hours": {"start": "00:00", "end": "00:00", "zone": "Asia/Shanghai"},
        "classes": [0, 1, 2],
        "rate": 5,
        "daily_budget": 1000,
        "test_identities": ["220102189901010016"],
        "sample_records": 20,
        "birth_years": [1800, 1899],
        "valid_from": "2015-01-01T00:00:00+08:00",
        "expires": "2016-01-01T00:00:00+08:00",
        "revoked_at": None,
        "synthetic": True,
    }


@pytest.fixture
def document(grant):
    return {
        "organisations": [
            {
                "key": "cc-yb",
                "name": {"zh-Hans": "长春市医疗保险管理局", "en": "Changchun Medical Insurance Office"},
                "kind": "owner",
                "division": "220100",
                "sector": "social-security",
            },
            {
                "key": "cc-net",
                "name": {"zh-Hans": "长春市网信办"},
                "kind": "authority",
                "division": "220100",
                "level": "city",
            },
        ],
        "systems": [
            {
                "key": "cc-yb-query",
                "organisation": "cc-yb",
                "origin": "http://YB.lab.test:8080/",
                "name": "医保查询",
                "sector": "social-security",
                "division": "220100",
            },
        ],
        "contacts": [{"organisation": "cc-yb", "email": "Office@yb.lab.test", "language": "zh-Hans"}],
        "grants": [grant],
    }


@pytest.fixture
def bring(db, vault, nation, monday):
    """Import a document into the synthetic directory, on Monday unless told otherwise."""
    from mendsky.apps.directory.services import import_document

    def bring(document, now=monday, **options):
        return import_document(document, now=now, synthetic=True, nation=nation, vault=vault, **options)

    return bring
