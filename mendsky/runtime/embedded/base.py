# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Connect to the named server, or to the embedded one, which is started when first needed."""

from typing import Any

from django.db.backends.postgresql import base

from mendsky.runtime import database

# The server would write a failed statement into its log with every value in it; we see the error anyway.
QUIET = "-c log_min_messages=fatal -c log_min_error_statement=panic"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with an address found at the first connection."""

    def get_connection_params(self) -> dict[str, Any]:
        """Give the driver's parameters; an empty host means the embedded server's socket."""
        parameters: dict[str, Any] = super().get_connection_params()
        if not self.settings_dict["HOST"]:
            parameters["host"] = str(database.socket_folder())
            parameters["options"] = f"{parameters.get('options', '')} {QUIET}".strip()
        return parameters
