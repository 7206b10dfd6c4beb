# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep out of logs what gives a right: the token of an owner's link, the receipt code of a report."""

import logging
import re

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
