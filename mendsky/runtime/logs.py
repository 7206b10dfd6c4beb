# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep out of logs what gives a right (an owner's link, a receipt code), and what is said twice."""

import logging
import re

import psycopg
from procrastinate.exceptions import ConnectorException

TOKEN = re.compile(r"(/(?:o|reports)/)[^/\s?]+")
LOST = ("08", "57P")
"""Classes of what PostgreSQL says when it ends a connection; where it says nothing, there is no class."""


class WithoutTokens(logging.Filter):
    """Replace every such token and code in a record by an ellipsis."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text, arguments and traceback; every record passes."""
        record.msg, record.args = TOKEN.sub(r"\1…", record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = TOKEN.sub(r"\1…", record.exc_text)
        return True


class WithoutLostDatabase(logging.Filter):
    """Shorten what parts of a worker say of a database that is gone: it says so itself, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave out what the queue says, and the traceback of a job that ended by it; the rest passes."""
        failure = record.exc_info[1] if record.exc_info else None
        if isinstance(failure, ConnectorException):
            return False
        if _is_lost(failure):
            record.msg, record.args = f"{record.getMessage()}: the database does not answer", None
            record.exc_info, record.exc_text = None, None
        return True


def _is_lost(failure: BaseException | None) -> bool:
    """Say whether a failure, or what caused it, is one of the connection to the database, not of a query."""
    while failure is not None:
        if isinstance(failure, psycopg.OperationalError | psycopg.InterfaceError):
            return failure.sqlstate is None or failure.sqlstate.startswith(LOST)
        failure = failure.__cause__
    return False
