# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one register of counterparts: which site a system shows in which condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mendsky.lab.directory_listing import odd as directory_odd
from mendsky.lab.directory_listing import repaired as directory_repaired
from mendsky.lab.directory_listing import vulnerable as directory_vulnerable
from mendsky.lab.error_page import odd as error_odd
from mendsky.lab.error_page import repaired as error_repaired
from mendsky.lab.error_page import vulnerable as error_vulnerable
from mendsky.lab.exchange import Site
from mendsky.lab.export_without_login import odd as export_odd
from mendsky.lab.export_without_login import repaired as export_repaired
from mendsky.lab.export_without_login import vulnerable as export_vulnerable
from mendsky.lab.exposed_backup import odd as backup_odd
from mendsky.lab.exposed_backup import repaired as backup_repaired
from mendsky.lab.exposed_backup import vulnerable as backup_vulnerable
from mendsky.lab.exposed_repository import odd as repository_odd
from mendsky.lab.exposed_repository import repaired as repository_repaired
from mendsky.lab.exposed_repository import vulnerable as repository_vulnerable
from mendsky.lab.exposed_settings import odd as settings_odd
from mendsky.lab.exposed_settings import repaired as settings_repaired
from mendsky.lab.exposed_settings import vulnerable as settings_vulnerable
from mendsky.lab.identifiers_in_page import odd as in_page_odd
from mendsky.lab.identifiers_in_page import repaired as in_page_repaired
from mendsky.lab.identifiers_in_page import vulnerable as in_page_vulnerable
from mendsky.lab.lookup_by_id_only import odd as lookup_odd
from mendsky.lab.lookup_by_id_only import repaired as lookup_repaired
from mendsky.lab.lookup_by_id_only import vulnerable as lookup_vulnerable
from mendsky.lab.object_references import odd as objects_odd
from mendsky.lab.object_references import repaired as objects_repaired
from mendsky.lab.object_references import vulnerable as objects_vulnerable
from mendsky.lab.oddities import EVERYWHERE, everywhere
from mendsky.lab.open_api import odd as api_odd
from mendsky.lab.open_api import repaired as api_repaired
from mendsky.lab.open_api import vulnerable as api_vulnerable
from mendsky.lab.open_bucket import odd as bucket_odd
from mendsky.lab.open_bucket import repaired as bucket_repaired
from mendsky.lab.open_bucket import vulnerable as bucket_vulnerable
from mendsky.lab.open_console import odd as console_odd
from mendsky.lab.open_console import repaired as console_repaired
from mendsky.lab.open_console import vulnerable as console_vulnerable
from mendsky.lab.open_influxdb import odd as influxdb_odd
from mendsky.lab.open_influxdb import repaired as influxdb_repaired
from mendsky.lab.open_influxdb import vulnerable as influxdb_vulnerable
from mendsky.lab.open_store import odd as store_odd
from mendsky.lab.open_store import repaired as store_repaired
from mendsky.lab.open_store import vulnerable as store_vulnerable
from mendsky.lab.open_to_any_origin import odd as origin_odd
from mendsky.lab.open_to_any_origin import repaired as origin_repaired
from mendsky.lab.open_to_any_origin import vulnerable as origin_vulnerable
from mendsky.lab.path_traversal import odd as traversal_odd
from mendsky.lab.path_traversal import repaired as traversal_repaired
from mendsky.lab.path_traversal import vulnerable as traversal_vulnerable
from mendsky.lab.published_list import odd as list_odd
from mendsky.lab.published_list import repaired as list_repaired
from mendsky.lab.published_list import vulnerable as list_vulnerable
from mendsky.lab.sequential_records import odd as sequential_odd
from mendsky.lab.sequential_records import repaired as sequential_repaired
from mendsky.lab.sequential_records import vulnerable as sequential_vulnerable
from mendsky.lab.sound.site import sound
from mendsky.lab.sql_injection import odd as sql_odd
from mendsky.lab.sql_injection import repaired as sql_repaired
from mendsky.lab.sql_injection import vulnerable as sql_vulnerable
from mendsky.lab.unlimited_enumeration import odd as enumeration_odd
from mendsky.lab.unlimited_enumeration import repaired as enumeration_repaired
from mendsky.lab.unlimited_enumeration import vulnerable as enumeration_vulnerable
from mendsky.lab.weak_console_password import odd as console_password_odd
from mendsky.lab.weak_console_password import repaired as console_password_repaired
from mendsky.lab.weak_console_password import vulnerable as console_password_vulnerable
from mendsky.lab.weak_password import odd as password_odd
from mendsky.lab.weak_password import repaired as password_repaired
from mendsky.lab.weak_password import vulnerable as password_vulnerable
from mendsky.lab.weakness import (
    ANY_ORIGIN,
    DIRECTORY_LISTING,
    ERROR_PAGE,
    EXPORT_WITHOUT_LOGIN,
    EXPOSED_BACKUP,
    EXPOSED_REPOSITORY,
    EXPOSED_SETTINGS,
    IN_PAGE,
    LOOKUP_BY_ID,
    OBJECT_REFERENCES,
    OPEN_API,
    OPEN_BUCKET,
    OPEN_CONSOLE,
    OPEN_INFLUXDB,
    OPEN_STORE,
    PATH_TRAVERSAL,
    PUBLISHED_LIST,
    SEQUENTIAL_RECORDS,
    SQL_INJECTION,
    UNLIMITED_ENUMERATION,
    WEAK_CONSOLE_PASSWORD,
    WEAK_PASSWORD,
    WILDCARD_SEARCH,
)
from mendsky.lab.website import Answering, Premises
from mendsky.lab.wildcard_search import odd as search_odd
from mendsky.lab.wildcard_search import repaired as search_repaired
from mendsky.lab.wildcard_search import vulnerable as search_vulnerable

SITE_WIDE = "site-"
"""Begins the name of an oddity that covers the whole site."""


class Condition(StrEnum):
    """How a system with a weakness stands now."""

    VULNERABLE = "vulnerable"
    PRETENDED = "pretended"
    """Hidden from the front page, and answering as before."""
    PARTLY = "partly"
    """One of two parameters repaired."""
    BLOCKED = "blocked"
    """Vulnerable, and refuses everything to the address that first came to look."""
    OFFLINE = "offline"
    """503 for everything, to everybody."""
    REPAIRED = "repaired"
    """Also before the weakness appears."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterparts:
    """What one kind of loophole can be shown by."""

    vulnerable: Callable[[Premises], Site]
    pretended: Callable[[Premises], Site]
    repaired: Callable[[Premises], Site]
    odd: Mapping[str, Callable[[Premises], Answering]]
    odd_site: Callable[[Premises, Answering], Site]
    partly: Callable[[Premises], Site] | None = None
    """With one of two parameters repaired, where the kind has parameters to be weak."""


COUNTERPARTS: dict[str, Counterparts] = {
    SQL_INJECTION: Counterparts(
        vulnerable=sql_vulnerable.site,
        pretended=lambda premises: sql_vulnerable.site(premises, hidden=True),
        repaired=sql_repaired.site,
        odd=sql_odd.ODD,
        odd_site=sql_odd.site,
        partly=sql_repaired.partly,
    ),
    DIRECTORY_LISTING: Counterparts(
        vulnerable=directory_vulnerable.site,
        pretended=lambda premises: directory_vulnerable.site(premises, hidden=True),
        repaired=directory_repaired.site,
        odd=directory_odd.ODD,
        odd_site=directory_odd.site,
    ),
    SEQUENTIAL_RECORDS: Counterparts(
        vulnerable=sequential_vulnerable.site,
        pretended=lambda premises: sequential_vulnerable.site(premises, hidden=True),
        repaired=sequential_repaired.site,
        odd=sequential_odd.ODD,
        odd_site=sequential_odd.site,
    ),
    WEAK_PASSWORD: Counterparts(
        vulnerable=password_vulnerable.site,
        pretended=lambda premises: password_vulnerable.site(premises, hidden=True),
        repaired=password_repaired.site,
        odd=password_odd.ODD,
        odd_site=password_odd.site,
    ),
    LOOKUP_BY_ID: Counterparts(
        vulnerable=lookup_vulnerable.site,
        pretended=lambda premises: lookup_vulnerable.site(premises, hidden=True),
        repaired=lookup_repaired.site,
        odd=lookup_odd.ODD,
        odd_site=lookup_odd.site,
    ),
    EXPOSED_BACKUP: Counterparts(
        vulnerable=backup_vulnerable.site,
        pretended=lambda premises: backup_vulnerable.site(premises, hidden=True),
        repaired=backup_repaired.site,
        odd=backup_odd.ODD,
        odd_site=backup_odd.site,
    ),
    OPEN_API: Counterparts(
        vulnerable=api_vulnerable.site,
        pretended=lambda premises: api_vulnerable.site(premises, hidden=True),
        repaired=api_repaired.site,
        odd=api_odd.ODD,
        odd_site=api_odd.site,
    ),
    OPEN_STORE: Counterparts(
        vulnerable=store_vulnerable.site,
        pretended=lambda premises: store_vulnerable.site(premises, hidden=True),
        repaired=store_repaired.site,
        odd=store_odd.ODD,
        odd_site=store_odd.site,
    ),
    PUBLISHED_LIST: Counterparts(
        vulnerable=list_vulnerable.site,
        pretended=lambda premises: list_vulnerable.site(premises, hidden=True),
        repaired=list_repaired.site,
        odd=list_odd.ODD,
        odd_site=list_odd.site,
    ),
    IN_PAGE: Counterparts(
        vulnerable=in_page_vulnerable.site,
        pretended=lambda premises: in_page_vulnerable.site(premises, hidden=True),
        repaired=in_page_repaired.site,
        odd=in_page_odd.ODD,
        odd_site=in_page_odd.site,
    ),
    ERROR_PAGE: Counterparts(
        vulnerable=error_vulnerable.site,
        pretended=lambda premises: error_vulnerable.site(premises, hidden=True),
        repaired=error_repaired.site,
        odd=error_odd.ODD,
        odd_site=error_odd.site,
    ),
    WILDCARD_SEARCH: Counterparts(
        vulnerable=search_vulnerable.site,
        pretended=lambda premises: search_vulnerable.site(premises, hidden=True),
        repaired=search_repaired.site,
        odd=search_odd.ODD,
        odd_site=search_odd.site,
    ),
    EXPORT_WITHOUT_LOGIN: Counterparts(
        vulnerable=export_vulnerable.site,
        pretended=lambda premises: export_vulnerable.site(premises, hidden=True),
        repaired=export_repaired.site,
        odd=export_odd.ODD,
        odd_site=export_odd.site,
    ),
    UNLIMITED_ENUMERATION: Counterparts(
        vulnerable=enumeration_vulnerable.site,
        pretended=lambda premises: enumeration_vulnerable.site(premises, hidden=True),
        repaired=enumeration_repaired.site,
        odd=enumeration_odd.ODD,
        odd_site=enumeration_odd.site,
    ),
    PATH_TRAVERSAL: Counterparts(
        vulnerable=traversal_vulnerable.site,
        pretended=lambda premises: traversal_vulnerable.site(premises, hidden=True),
        repaired=traversal_repaired.site,
        odd=traversal_odd.ODD,
        odd_site=traversal_odd.site,
    ),
    ANY_ORIGIN: Counterparts(
        vulnerable=origin_vulnerable.site,
        pretended=lambda premises: origin_vulnerable.site(premises, hidden=True),
        repaired=origin_repaired.site,
        odd=origin_odd.ODD,
        odd_site=origin_odd.site,
    ),
    EXPOSED_REPOSITORY: Counterparts(
        vulnerable=repository_vulnerable.site,
        pretended=lambda premises: repository_vulnerable.site(premises, hidden=True),
        repaired=repository_repaired.site,
        odd=repository_odd.ODD,
        odd_site=repository_odd.site,
    ),
    EXPOSED_SETTINGS: Counterparts(
        vulnerable=settings_vulnerable.site,
        pretended=lambda premises: settings_vulnerable.site(premises, hidden=True),
        repaired=settings_repaired.site,
        odd=settings_odd.ODD,
        odd_site=settings_odd.site,
    ),
    OBJECT_REFERENCES: Counterparts(
        vulnerable=objects_vulnerable.site,
        pretended=lambda premises: objects_vulnerable.site(premises, hidden=True),
        repaired=objects_repaired.site,
        odd=objects_odd.ODD,
        odd_site=objects_odd.site,
    ),
    OPEN_BUCKET: Counterparts(
        vulnerable=bucket_vulnerable.site,
        pretended=lambda premises: bucket_vulnerable.site(premises, hidden=True),
        repaired=bucket_repaired.site,
        odd=bucket_odd.ODD,
        odd_site=bucket_odd.site,
    ),
    OPEN_INFLUXDB: Counterparts(
        vulnerable=influxdb_vulnerable.site,
        pretended=lambda premises: influxdb_vulnerable.site(premises, hidden=True),
        repaired=influxdb_repaired.site,
        odd=influxdb_odd.ODD,
        odd_site=influxdb_odd.site,
    ),
    WEAK_CONSOLE_PASSWORD: Counterparts(
        vulnerable=console_password_vulnerable.site,
        pretended=lambda premises: console_password_vulnerable.site(premises, hidden=True),
        repaired=console_password_repaired.site,
        odd=console_password_odd.ODD,
        odd_site=console_password_odd.site,
    ),
    OPEN_CONSOLE: Counterparts(
        vulnerable=console_vulnerable.site,
        pretended=lambda premises: console_vulnerable.site(premises, hidden=True),
        repaired=console_repaired.site,
        odd=console_odd.ODD,
        odd_site=console_odd.site,
    ),
}


def names(kind: str) -> tuple[str, ...]:
    """Give every counterpart of a kind by the name that `build` takes."""
    odd = (f"odd:{name}" for name in COUNTERPARTS[kind].odd)
    return (
        "vulnerable",
        "pretended",
        *(("partly",) if COUNTERPARTS[kind].partly else ()),
        "repaired",
        "sound",
        *odd,
        *(f"odd:{SITE_WIDE}{name}" for name in EVERYWHERE),
    )


def build(kind: str, name: str, premises: Premises) -> Site:
    """Make a site by kind and name; raises `KeyError` where there is none of that name."""
    counterparts = COUNTERPARTS[kind]
    how, _, oddity = name.partition(":")
    if how == "odd":
        if oddity.startswith(SITE_WIDE):
            return everywhere(premises, oddity.removeprefix(SITE_WIDE))
        return counterparts.odd_site(premises, counterparts.odd[oddity](premises))
    makers: dict[str, Callable[[Premises], Site]] = {
        "vulnerable": counterparts.vulnerable,
        "pretended": counterparts.pretended,
        "repaired": counterparts.repaired,
        "sound": sound,
        **({"partly": counterparts.partly} if counterparts.partly else {}),
    }
    return makers[how](premises)
