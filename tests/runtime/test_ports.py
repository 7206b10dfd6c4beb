# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import socket

import pytest

from mendsky.runtime import ports


def test_a_busy_port_gives_the_next_free_one():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        wanted = busy.getsockname()[1]
        found = ports.free_port("127.0.0.1", wanted)
        assert wanted < found < wanted + ports.TRIES


def test_an_address_of_another_machine_is_an_error():
    with pytest.raises(OSError, match="assign"):
        ports.free_port("192.0.2.1", 8000)


def test_beyond_the_last_port_there_is_none_to_try():
    with (
        socket.create_server(("127.77.9.9", 65535)),
        pytest.raises(ports.NoFreePortError, match="and 65535:"),
    ):
        ports.free_port("127.77.9.9", 65535)
