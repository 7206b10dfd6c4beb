# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One file a loophole kind; the register is the tuple in this file."""

from collections.abc import Sequence

from mendsky.core.probes import (
    directory_listing,
    error_page,
    export_without_login,
    exposed_backup,
    exposed_repository,
    exposed_settings,
    identifiers_in_page,
    lookup_by_id_only,
    object_references,
    open_api,
    open_bucket,
    open_console,
    open_etcd,
    open_ftp,
    open_influxdb,
    open_ldap,
    open_memcached,
    open_mongodb,
    open_nfs,
    open_redis,
    open_rsync,
    open_store,
    open_to_any_origin,
    open_zookeeper,
    path_traversal,
    published_list,
    sequential_records,
    sql_injection,
    unlimited_enumeration,
    weak_console_password,
    weak_password,
    weak_service_password,
    wildcard_search,
)
from mendsky.core.terms.probing import ProbeEntry

REGISTER: tuple[ProbeEntry, ...] = (
    published_list.ENTRY,
    identifiers_in_page.ENTRY,
    error_page.ENTRY,
    open_to_any_origin.ENTRY,
    directory_listing.ENTRY,
    open_bucket.ENTRY,
    exposed_backup.ENTRY,
    exposed_repository.ENTRY,
    exposed_settings.ENTRY,
    open_api.ENTRY,
    open_console.ENTRY,
    open_store.ENTRY,
    open_influxdb.ENTRY,
    open_redis.ENTRY,
    open_memcached.ENTRY,
    open_ftp.ENTRY,
    open_rsync.ENTRY,
    open_mongodb.ENTRY,
    open_ldap.ENTRY,
    open_zookeeper.ENTRY,
    open_etcd.ENTRY,
    open_nfs.ENTRY,
    export_without_login.ENTRY,
    sequential_records.ENTRY,
    lookup_by_id_only.ENTRY,
    wildcard_search.ENTRY,
    sql_injection.ENTRY,
    path_traversal.ENTRY,
    unlimited_enumeration.ENTRY,
    weak_console_password.ENTRY,
    weak_password.ENTRY,
    weak_service_password.ENTRY,
    object_references.ENTRY,
)
"""Every probe, in the order of a visit: what is published, known paths, input tests, logins."""


def asking(origin: str, kinds: Sequence[str] = ()) -> tuple[ProbeEntry, ...]:
    """Give the probes of some kinds, all where none is named, that ask the system at an origin.

    Raises `KeyError` for a kind without probe.
    """
    named = {by_kind(kind).spec.kind for kind in kinds}
    return tuple(
        entry for entry in REGISTER if (not named or entry.spec.kind in named) and entry.spec.asks(origin)
    )


def by_kind(kind: str) -> ProbeEntry:
    """Give the probe of a loophole kind; raises `KeyError` where there is none."""
    for entry in REGISTER:
        if entry.spec.kind == kind:
            return entry
    raise KeyError(kind)
