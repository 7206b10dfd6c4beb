# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep out of logs what gives a right (an owner's link, a receipt code), and what is said twice."""

import logging
import re

from procrastinate.exceptions import ConnectorException

TOKEN = re.compile(r"(/(?:o|reports)/)[^/\s?]+")


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
    """Leave out what parts of a worker say of a database that is gone: it says so itself, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every other record pass."""
        failure = record.exc_info[1] if record.exc_info else None
        return not isinstance(failure, ConnectorException)
