# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from tests.real.serving import Servers


@pytest.fixture
def servers(tmp_path):
    running = Servers(tmp_path)
    yield running
    running.stop()
