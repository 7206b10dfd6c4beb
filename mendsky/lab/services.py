# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of counterparts that are TCP services and no websites."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from mendsky.lab.open_etcd import odd as etcd_odd
from mendsky.lab.open_etcd import repaired as etcd_repaired
from mendsky.lab.open_etcd import vulnerable as etcd_vulnerable
from mendsky.lab.open_ftp import odd as ftp_odd
from mendsky.lab.open_ftp import repaired as ftp_repaired
from mendsky.lab.open_ftp import vulnerable as ftp_vulnerable
from mendsky.lab.open_ldap import odd as ldap_odd
from mendsky.lab.open_ldap import repaired as ldap_repaired
from mendsky.lab.open_ldap import vulnerable as ldap_vulnerable
from mendsky.lab.open_memcached import odd as memcached_odd
from mendsky.lab.open_memcached import repaired as memcached_repaired
from mendsky.lab.open_memcached import vulnerable as memcached_vulnerable
from mendsky.lab.open_mongodb import odd as mongodb_odd
from mendsky.lab.open_mongodb import repaired as mongodb_repaired
from mendsky.lab.open_mongodb import vulnerable as mongodb_vulnerable
from mendsky.lab.open_nfs import odd as nfs_odd
from mendsky.lab.open_nfs import repaired as nfs_repaired
from mendsky.lab.open_nfs import vulnerable as nfs_vulnerable
from mendsky.lab.open_redis import odd as redis_odd
from mendsky.lab.open_redis import repaired as redis_repaired
from mendsky.lab.open_redis import vulnerable as redis_vulnerable
from mendsky.lab.open_rsync import odd as rsync_odd
from mendsky.lab.open_rsync import repaired as rsync_repaired
from mendsky.lab.open_rsync import vulnerable as rsync_vulnerable
from mendsky.lab.open_zookeeper import odd as zookeeper_odd
from mendsky.lab.open_zookeeper import repaired as zookeeper_repaired
from mendsky.lab.open_zookeeper import vulnerable as zookeeper_vulnerable
from mendsky.lab.talks import Service
from mendsky.lab.weak_service_password import odd as password_odd
from mendsky.lab.weak_service_password import repaired as password_repaired
from mendsky.lab.weak_service_password import vulnerable as password_vulnerable
from mendsky.lab.weak_service_password.gate import FORMS
from mendsky.lab.weakness import (
    OPEN_ETCD,
    OPEN_FTP,
    OPEN_LDAP,
    OPEN_MEMCACHED,
    OPEN_MONGODB,
    OPEN_NFS,
    OPEN_REDIS,
    OPEN_RSYNC,
    OPEN_ZOOKEEPER,
    WEAK_SERVICE_PASSWORD,
)
from mendsky.lab.website import Premises


class Vulnerable(Protocol):
    """Makes a service that is left open."""

    def __call__(self, premises: Premises, *, hidden: bool = False) -> Service:
        """Make it; `hidden` is a repair that is only pretended."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """What one kind of loophole can be shown by."""

    schemes: tuple[str, ...]
    """Of the origins at which it is; of several, its form is one."""
    vulnerable: Vulnerable
    repaired: Callable[[Premises], Service]
    odd: Mapping[str, Callable[[Premises], Service]]


SERVICES: dict[str, Services] = {
    OPEN_REDIS: Services(
        schemes=("redis",),
        vulnerable=redis_vulnerable.serve,
        repaired=redis_repaired.serve,
        odd=redis_odd.ODD,
    ),
    OPEN_MEMCACHED: Services(
        schemes=("memcached",),
        vulnerable=memcached_vulnerable.serve,
        repaired=memcached_repaired.serve,
        odd=memcached_odd.ODD,
    ),
    OPEN_FTP: Services(
        schemes=("ftp",),
        vulnerable=ftp_vulnerable.serve,
        repaired=ftp_repaired.serve,
        odd=ftp_odd.ODD,
    ),
    OPEN_RSYNC: Services(
        schemes=("rsync",),
        vulnerable=rsync_vulnerable.serve,
        repaired=rsync_repaired.serve,
        odd=rsync_odd.ODD,
    ),
    OPEN_MONGODB: Services(
        schemes=("mongodb",),
        vulnerable=mongodb_vulnerable.serve,
        repaired=mongodb_repaired.serve,
        odd=mongodb_odd.ODD,
    ),
    OPEN_LDAP: Services(
        schemes=("ldap",),
        vulnerable=ldap_vulnerable.serve,
        repaired=ldap_repaired.serve,
        odd=ldap_odd.ODD,
    ),
    OPEN_ZOOKEEPER: Services(
        schemes=("zookeeper",),
        vulnerable=zookeeper_vulnerable.serve,
        repaired=zookeeper_repaired.serve,
        odd=zookeeper_odd.ODD,
    ),
    OPEN_ETCD: Services(
        schemes=("etcd",),
        vulnerable=etcd_vulnerable.serve,
        repaired=etcd_repaired.serve,
        odd=etcd_odd.ODD,
    ),
    OPEN_NFS: Services(
        schemes=("nfs",),
        vulnerable=nfs_vulnerable.serve,
        repaired=nfs_repaired.serve,
        odd=nfs_odd.ODD,
    ),
    WEAK_SERVICE_PASSWORD: Services(
        schemes=FORMS,
        vulnerable=password_vulnerable.serve,
        repaired=password_repaired.serve,
        odd=password_odd.ODD,
    ),
}


def scheme_of(kind: str, premises: Premises) -> str:
    """Give the scheme of the origin at which a service of a kind is, without TLS."""
    schemes = SERVICES[kind].schemes
    return schemes[0] if len(schemes) == 1 else premises.fault.form


def service_names(kind: str) -> tuple[str, ...]:
    """Give every counterpart of a kind by the name that `build_service` takes."""
    return ("vulnerable", "pretended", "repaired", *(f"odd:{name}" for name in SERVICES[kind].odd))


def build_service(kind: str, name: str, premises: Premises) -> Service:
    """Make a service by kind and name; raises `KeyError` where there is none of that name."""
    services = SERVICES[kind]
    how, _, oddity = name.partition(":")
    if how == "odd":
        return services.odd[oddity](premises)
    makers: dict[str, Callable[[Premises], Service]] = {
        "vulnerable": services.vulnerable,
        "pretended": partial(services.vulnerable, hidden=True),
        "repaired": services.repaired,
    }
    return makers[how](premises)
