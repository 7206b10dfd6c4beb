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
from mendsky.lab.open_redis import repaired as redis_repaired
from mendsky.lab.open_redis import store as redis
from mendsky.lab.weakness import OPEN_FTP, OPEN_MEMCACHED, OPEN_REDIS, TABLES, Weakness

FTP_DIRECTORIES = ("/", "/backup/", "/pub/data/", "/upload/")
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


SERVICES: Mapping[str, Callable[[Random, datetime], Weakness]] = {
    OPEN_REDIS: _redis,
    OPEN_MEMCACHED: _memcached,
    OPEN_FTP: _ftp,
}
