# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values drawn by a seed: how a TCP service is left open."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from mendsky.lab.open_ftp import repaired as ftp_repaired
from mendsky.lab.open_ftp import store as ftp
from mendsky.lab.open_memcached import repaired as memcached_repaired
from mendsky.lab.open_memcached import store as memcached
from mendsky.lab.open_mongodb import repaired as mongodb_repaired
from mendsky.lab.open_mongodb import store as mongodb
from mendsky.lab.open_redis import repaired as redis_repaired
from mendsky.lab.open_redis import store as redis
from mendsky.lab.open_rsync import repaired as rsync_repaired
from mendsky.lab.open_rsync import store as rsync
from mendsky.lab.weakness import (
    OPEN_FTP,
    OPEN_MEMCACHED,
    OPEN_MONGODB,
    OPEN_REDIS,
    OPEN_RSYNC,
    TABLES,
    Weakness,
)

FTP_DIRECTORIES = ("/", "/backup/", "/pub/data/", "/upload/")
COLLECTIONS = ("/yibao/person", "/test/ry", "/app/t_canbao")
MODULES = ("/backup/", "/data/", "/sjk/")
DATABASES = ("/0", "/0", "/3", "/15")


def _redis(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_REDIS,
        appears=appears,
        path=random.choice(DATABASES),
        form=random.choice(redis.FORMS),
        table=random.choice(TABLES),
        repair=random.choice(redis_repaired.WAYS),
    )


def _memcached(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_MEMCACHED,
        appears=appears,
        path="/",
        form=random.choice(memcached.FORMS),
        table=random.choice(TABLES),
        repair=random.choice(memcached_repaired.WAYS),
    )


def _ftp(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_FTP,
        appears=appears,
        path=random.choice(FTP_DIRECTORIES),
        form=random.choice(ftp.FORMS),
        table=random.choice(TABLES),
        repair=random.choice(ftp_repaired.WAYS),
    )


def _rsync(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_RSYNC,
        appears=appears,
        path=random.choice(MODULES),
        form=random.choice(rsync.FORMS),
        table=random.choice(TABLES),
        repair=random.choice(rsync_repaired.WAYS),
    )


def _mongodb(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_MONGODB,
        appears=appears,
        path=random.choice(COLLECTIONS),
        form=random.choice(mongodb.FORMS),
        repair=random.choice(mongodb_repaired.WAYS),
    )


SERVICES: Mapping[str, Callable[[Random, datetime], Weakness]] = {
    OPEN_REDIS: _redis,
    OPEN_MEMCACHED: _memcached,
    OPEN_FTP: _ftp,
    OPEN_RSYNC: _rsync,
    OPEN_MONGODB: _mongodb,
}
