# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import io
import logging

import psycopg
import pytest
from django.db import DatabaseError
from procrastinate.exceptions import ConnectorException

from mendsky.runtime.logs import WithoutLostDatabase, WithoutTokens


def written(log):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutTokens())
    handler.addFilter(WithoutLostDatabase())
    logger = logging.Logger("tests")  # noqa: LOG001 - one of our own, without the handlers of others
    logger.addHandler(handler)
    log(logger)
    return stream.getvalue()


def test_an_owners_link_is_not_written():
    text = written(lambda logger: logger.error("Internal Server Error: %s", "/o/AbC-123_x/"))
    assert text == "Internal Server Error: /o/…/\n"


def test_a_receipt_code_is_not_written():
    text = written(lambda logger: logger.error("Not Found: %s", "/reports/7F3K-22AB-9XYZ-QQQQ/"))
    assert text == "Not Found: /reports/…/\n"


def test_a_link_in_a_traceback_is_not_written():
    def fail(logger):
        try:
            raise LookupError("/o/AbC-123_x/census")
        except LookupError:
            logger.exception("failed")

    text = written(fail)
    assert "AbC" not in text
    assert "LookupError: /o/…/census" in text


def test_other_records_pass_unchanged():
    assert written(lambda logger: logger.warning("%d jobs", 3)) == "3 jobs\n"


def test_what_a_worker_says_by_itself_of_a_lost_database_is_left_out():
    def fail(logger):
        for failure in (ConnectorException("gone"), LookupError("kept")):
            logger.error("failed", exc_info=failure)

    text = written(fail)
    assert "gone" not in text
    assert "LookupError: kept" in text


@pytest.mark.parametrize("failure", [psycopg.OperationalError("gone"), psycopg.errors.AdminShutdown("gone")])
def test_a_job_that_a_lost_database_ended_is_one_line(failure):
    def fail(logger):
        try:
            raise DatabaseError from failure
        except DatabaseError:
            logger.exception("job 7 ended")

    assert written(fail) == "job 7 ended: the database does not answer\n"


def test_a_query_that_failed_is_told_whole():
    def fail(logger):
        try:
            raise DatabaseError from psycopg.errors.DeadlockDetected("kept")
        except DatabaseError:
            logger.exception("job 7 ended")

    assert "DeadlockDetected: kept" in written(fail)
