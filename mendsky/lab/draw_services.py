# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values drawn by a seed: how a TCP service is left open."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from mendsky.lab.open_etcd import repaired as etcd_repaired
from mendsky.lab.open_etcd import store as etcd
from mendsky.lab.open_ftp import repaired as ftp_repaired
from mendsky.lab.open_ftp import store as ftp
from mendsky.lab.open_ldap import repaired as ldap_repaired
from mendsky.lab.open_ldap import store as ldap
from mendsky.lab.open_memcached import repaired as memcached_repaired
from mendsky.lab.open_memcached import store as memcached
from mendsky.lab.open_mongodb import repaired as mongodb_repaired
from mendsky.lab.open_mongodb import store as mongodb
from mendsky.lab.open_nfs import repaired as nfs_repaired
from mendsky.lab.open_nfs import store as nfs
from mendsky.lab.open_redis import repaired as redis_repaired
from mendsky.lab.open_redis import store as redis
from mendsky.lab.open_rsync import repaired as rsync_repaired
from mendsky.lab.open_rsync import store as rsync
from mendsky.lab.open_zookeeper import repaired as zookeeper_repaired
from mendsky.lab.open_zookeeper import store as zookeeper
from mendsky.lab.weak_service_password import gate
from mendsky.lab.weak_service_password import repaired as password_repaired
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
    TABLES,
    WEAK_SERVICE_PASSWORD,
    Weakness,
)

FTP_DIRECTORIES = ("/", "/backup/", "/pub/data/", "/upload/")
COLLECTIONS = ("/yibao/person", "/test/ry", "/app/t_canbao")
CONTEXTS = ("/dc=yibao,dc=test", "/o=shebao", "/ou=ry,dc=rsj,dc=test")
PARENTS = ("/yibao", "/app/ry", "/site/data/canbao")
FOLDERS = ("/yibao/ry/", "/app/canbao/", "/person:")
EXPORTS = ("/backup/", "/srv/data/", "/home/yibao/")
MODULES = ("/backup/", "/data/", "/sjk/")
DATABASES = ("/0", "/0", "/3", "/15")


Draw = Callable[[Random, datetime], Weakness]


def _left_open(
    kind: str,
    *,
    forms: Sequence[str],
    repairs: Sequence[str],
    paths: Sequence[str] = (),
    tables: Sequence[str] = (),
) -> Draw:
    """Give what draws how a service of a kind is left open; without choices nothing is drawn."""

    def draw(random: Random, appears: datetime) -> Weakness:
        return Weakness(
            kind=kind,
            appears=appears,
            path=random.choice(paths) if paths else "/",
            form=random.choice(forms),
            table=random.choice(tables) if tables else "",
            repair=random.choice(repairs),
        )

    return draw


def _weak(random: Random, appears: datetime) -> Weakness:
    form = random.choice(gate.FORMS)
    return Weakness(
        kind=WEAK_SERVICE_PASSWORD,
        appears=appears,
        path="/",
        form=form,
        table=random.choice(TABLES),
        pair=random.choice(gate.PAIRS[form]),
        repair=random.choice(password_repaired.WAYS),
    )


SERVICES: Mapping[str, Draw] = {
    OPEN_REDIS: _left_open(
        OPEN_REDIS, paths=DATABASES, forms=redis.FORMS, tables=TABLES, repairs=redis_repaired.WAYS
    ),
    OPEN_MEMCACHED: _left_open(
        OPEN_MEMCACHED, forms=memcached.FORMS, tables=TABLES, repairs=memcached_repaired.WAYS
    ),
    OPEN_FTP: _left_open(
        OPEN_FTP, paths=FTP_DIRECTORIES, forms=ftp.FORMS, tables=TABLES, repairs=ftp_repaired.WAYS
    ),
    OPEN_RSYNC: _left_open(
        OPEN_RSYNC, paths=MODULES, forms=rsync.FORMS, tables=TABLES, repairs=rsync_repaired.WAYS
    ),
    OPEN_MONGODB: _left_open(
        OPEN_MONGODB, paths=COLLECTIONS, forms=mongodb.FORMS, repairs=mongodb_repaired.WAYS
    ),
    OPEN_LDAP: _left_open(OPEN_LDAP, paths=CONTEXTS, forms=ldap.FORMS, repairs=ldap_repaired.WAYS),
    OPEN_ZOOKEEPER: _left_open(
        OPEN_ZOOKEEPER, paths=PARENTS, forms=zookeeper.FORMS, repairs=zookeeper_repaired.WAYS
    ),
    OPEN_ETCD: _left_open(OPEN_ETCD, paths=FOLDERS, forms=etcd.FORMS, repairs=etcd_repaired.WAYS),
    OPEN_NFS: _left_open(OPEN_NFS, paths=EXPORTS, forms=nfs.FORMS, tables=TABLES, repairs=nfs_repaired.WAYS),
    WEAK_SERVICE_PASSWORD: _weak,
}
