# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lab as a process: where it listens, when it ends, what it may know."""

import ast
import http.client
import signal
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

import mendsky.lab
from mendsky.lab.__main__ import main
from mendsky.lab.story_april import TABLE, packaged
from tests.lab.conftest import running_lab

ALLOWED = ("mendsky.lab", "mendsky.nations.load", "mendsky.core.terms")


def listeners(pid):
    """Read a process's listening TCP sockets and bound UDP sockets from the kernel."""
    inodes = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(handle.readlink())
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = []
    for table, listening in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == listening and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.append((table, str(ip_address(bytes.fromhex(address)[::-1])), int(port, 16)))
    return found


def test_each_system_has_a_listening_socket_of_its_own_and_none_is_a_wildcard(lab):
    found = listeners(lab.process.pid)
    network = ip_network(lab.ready["network"])
    assert all(ip_address(address) in network for _, address, _ in found)
    systems = [address for table, address, port in found if table == "tcp" and port == lab.ready["port"]]
    assert len(systems) == len(set(systems)) == 60 + 1  # and the door
    others = sorted(f"{address}:{port}" for _, address, port in found if port != lab.ready["port"])
    assert others == sorted([lab.ready["smtp"], lab.ready["dns"]])


def test_it_says_where_it_listens(lab):
    assert set(lab.ready) == {"door", "smtp", "dns", "network", "port", "story", "starts", "ends"}
    assert lab.ready["story"] == "small"
    assert lab.ready["starts"] < lab.ready["ends"]
    assert lab.ready["door"].endswith(f".0.1:{lab.ready['port']}")


def test_the_host_field_does_not_matter(lab):
    network = lab.ready["network"].removesuffix("0.0/16")
    pages = []
    for host in ("yb-3f2.lab.test", "example.org", "127.0.0.1:1"):
        connection = http.client.HTTPConnection(f"{network}1.1", lab.ready["port"], timeout=10)
        connection.request("GET", "/", headers={"Host": host})
        pages.append(connection.getresponse().read())
        connection.close()
    # The front page counts its visitors.
    assert all("186432" in page.decode().replace(",", "") for page in pages)


def test_it_ends_when_its_standard_input_closes(own_lab):
    own_lab.process.stdin.close()
    assert own_lab.process.wait(20) == 0


def test_it_ends_on_a_signal(own_lab):
    own_lab.process.send_signal(signal.SIGTERM)
    assert own_lab.process.wait(20) == 0


def test_two_labs_run_side_by_side(lab, own_lab):
    assert lab.ready["door"] != own_lab.ready["door"]
    assert own_lab.get("/inventory")["systems"]


def test_a_network_off_loopback_is_refused_in_one_line():
    ended = subprocess.run(
        [sys.executable, "-m", "mendsky.lab", "--network", "0.0"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1


def test_it_prints_the_table_that_a_changed_story_begins_with(capsys):
    assert main(["--print-table"]) == 0
    assert capsys.readouterr().out == packaged(TABLE)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--story-file", "no-such-file.csv"), "no-such-file.csv cannot be read"),
        (("--story", "small", "--story-file", "x.csv"), "only the story april-2015"),
    ],
)
def test_a_table_that_cannot_be_told_is_refused_in_one_line(arguments, says):
    ended = subprocess.run(
        [sys.executable, "-m", "mendsky.lab", "--network", "127.19", *arguments],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 2
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_nation_of_april_2015_listens_at_more_than_five_hundred_addresses(tmp_path):
    table = tmp_path / "story.csv"
    table.write_text(packaged(TABLE).replace("8220000,published,8090000", "16440000,published,16180000"))
    with running_lab("--story-file", str(table)) as lab:
        listening = {address for name, address, port in listeners(lab.process.pid)
                     if name == "tcp" and port == lab.ready["port"]}  # fmt: skip
        inventory = lab.get("/inventory")
        status, answer = lab.post("/now", {"now": lab.ready["ends"]})
        truth = lab.get("/truth")
    assert len(listening) == len(inventory["systems"]) + 1 > 500
    assert {row["sweep_every_hours"] for row in inventory["systems"]} == {672, 2016}
    assert (status, answer["wake"]) == (200, None)
    found = truth["figures"]["social-security"]
    assert (found["loopholes"], found["high_risk"], found["provinces"]) == (46, 44, 19)
    assert found["records"] == 52_794_000 + 8_220_000
    assert found["people"] == 52_004_000 + 8_090_000


def test_it_imports_nothing_of_mendsky_but_the_nation():
    folder = Path(mendsky.lab.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                assert not name.startswith("mendsky") or name.startswith(ALLOWED), (path.name, name)
