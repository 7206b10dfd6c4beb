# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with a lab system, and what kind of oddity another one has, as values."""

from dataclasses import dataclass
from datetime import datetime

SQL_INJECTION = "sql-injection"
DIRECTORY_LISTING = "directory-listing"
SEQUENTIAL_RECORDS = "sequential-records"
WEAK_PASSWORD = "weak-password"  # noqa: S105 - the name of a kind
WEAK_CONSOLE_PASSWORD = "weak-console-password"  # noqa: S105 - as above
WEAK_SERVICE_PASSWORD = "weak-service-password"  # noqa: S105 - as above
LOOKUP_BY_ID = "lookup-by-id-only"
EXPOSED_BACKUP = "exposed-backup"
OPEN_API = "open-api"
OPEN_STORE = "open-store"
PUBLISHED_LIST = "published-list"
OPEN_REDIS = "open-redis"
OPEN_MEMCACHED = "open-memcached"
OPEN_FTP = "open-ftp"
OPEN_RSYNC = "open-rsync"
OPEN_MONGODB = "open-mongodb"
OPEN_LDAP = "open-ldap"
OPEN_ZOOKEEPER = "open-zookeeper"
OPEN_ETCD = "open-etcd"
OPEN_NFS = "open-nfs"
OPEN_BUCKET = "open-bucket"
OPEN_INFLUXDB = "open-influxdb"
IN_PAGE = "identifiers-in-page"
ERROR_PAGE = "error-page"
ANY_ORIGIN = "open-to-any-origin"
EXPOSED_REPOSITORY = "exposed-repository"
EXPOSED_SETTINGS = "exposed-settings"
WILDCARD_SEARCH = "wildcard-search"
EXPORT_WITHOUT_LOGIN = "export-without-login"
UNLIMITED_ENUMERATION = "unlimited-enumeration"
OPEN_CONSOLE = "open-console"
PATH_TRAVERSAL = "path-traversal"
OBJECT_REFERENCES = "object-references"
KINDS = (
    SQL_INJECTION,
    DIRECTORY_LISTING,
    SEQUENTIAL_RECORDS,
    WEAK_PASSWORD,
    LOOKUP_BY_ID,
    EXPOSED_BACKUP,
    OPEN_API,
    OPEN_STORE,
    PUBLISHED_LIST,
    IN_PAGE,
    ERROR_PAGE,
    ANY_ORIGIN,
)
"""Every kind that a system of a story can be drawn with; the others are for tests alone: TCP services, and
places that show nobody, of which no story could say whom a perfect watch counts."""
TABLES = ("t_canbao", "ylbx_ry", "person_base", "ac01", "grjbxx", "hospital_case")
"""Names of tables, which files and indexes are named after, too."""
QUERY_PARAMETERS = {
    "identity": ("sfzh", "idcard", "zjhm", "gmsfhm", "q"),
    "number": ("id", "bh", "xh", "grbh", "pid"),
    "ward": ("dq", "ward", "jd", "area", "street"),
}
LOOKUP_PATHS = ("/cx/grcx", "/query/person.jsp", "/sbcx.do", "/card/state", "/ylbx/chaxun.php")
NUMBERS = "numbers"
MASKED = "masked"
POSTS = "posts"


@dataclass(frozen=True, kw_only=True, slots=True)
class Weakness:
    """One deliberate loophole of a lab system."""

    kind: str
    appears: datetime
    """When it goes on line, by the domain clock."""
    path: str
    """Where it is: `/yb/query`, `/backup/`, `/record/`."""
    form: str
    """How it is made: see FORMS of the kind's `vulnerable` module."""
    parameter: str = ""
    table: str = ""
    banner: str = ""
    """How the server words an error or heads a listing: a key of the kind's BANNERS; empty hides errors."""
    linked: bool = True
    """A directory is linked from the front page."""
    repair: str = ""
    """How the owner repairs it, where there is more than one way."""
    shows: str = NUMBERS
    """Of each person: `numbers`; `masked`, names with hidden digits; `posts`, names and posts alone."""
    writable: bool = False
    """The page that shows records also offers to change them."""
    pair: str = ""
    """Account and password that get in, with a slash between; kinds of weak passwords only."""
    second: str = ""
    """Another parameter of the same page that reaches the database too; SQL injection only."""
