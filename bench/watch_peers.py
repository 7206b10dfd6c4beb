# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The peers of the watch: wapiti in an environment of its own, and nmap with its http scripts.

Each is run as its users run it, one system after another; what it claims is read by our own importers and
held against the lab's truth. A claim of a kind that no probe of ours looks for counts for nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from watch_lab import Found, Nation, Sweep
from watch_relay import Relay, relayed

from mendsky.core import formats
from mendsky.core.terms.claims import OTHER

FOLDER = Path(__file__).parents[1] / ".mendsky" / "bench" / "wapiti"
REQUIREMENT = "wapiti3>=3.2,<4"
MODULES = "common,backup,brute_login_form"
"""What wapiti does unless told otherwise, and what it has for the lab's other weaknesses."""
SCRIPTS = "http-ls,http-backup-finder,http-config-backup,http-sql-injection,http-enum,http-default-accounts"
"""Those of nmap's http scripts that look for a kind of ours (https://nmap.org/nsedoc/categories/)."""
LONGEST = 120
"""Seconds that a peer may take for one system; what it has found until then is kept."""
GRACE = 30
"""Seconds that it has beyond them to write its report."""
Scan = Callable[[str, Path], bool]
"""Scan one address and port and leave a report in a file, or none; say whether it came to its end."""


def peers() -> dict[str, Scan]:
    """Make ready whom we compare with, by name and version; who is absent is said on standard error."""
    there = {}
    for name, prepare in (("wapiti", _wapiti), ("nmap", _nmap)):
        ready = prepare()
        if ready is None:
            print(f"bench: {name} is absent here: it is not compared", file=sys.stderr)
        else:
            there[ready[0]] = ready[1]
    return there


def peer_sweep(contender: str, scan: Scan, nation: Nation, origins: Sequence[str]) -> Sweep:
    """Let a peer scan some systems, one after another, through a relay that counts."""
    with relayed(nation.systems[origin] for origin in origins) as relay:
        began = time.perf_counter()
        reports = {origin: _claimed(origin, scan, nation, relay) for origin in origins}
        seconds = time.perf_counter() - began
    claimed = frozenset[tuple[str, str]]().union(*(claims for claims, _ in reports.values()))
    planted = nation.within(origins)
    return Sweep(
        contender=contender,
        systems=len(origins),
        seconds=seconds,
        requests=relay.requests,
        megabytes=relay.bytes / 1e6,
        planted=len(planted),
        found=len(claimed & planted),
        false_positives=len(claimed - planted),
        undetermined=sum(not whole for _, whole in reports.values()),
        seconds_for_all=seconds / len(origins) * len(nation.systems),
    )


def _claimed(origin: str, scan: Scan, nation: Nation, relay: Relay) -> tuple[Found, bool]:
    """Give what a peer claims of a system, and whether it came to its end and left a report."""
    address = nation.systems[origin].rsplit(":", 1)[0]
    with tempfile.TemporaryDirectory(prefix="mendsky-bench-") as folder:
        path = Path(folder) / "report"
        ended = scan(f"{address}:{relay.port}", path)
        try:
            results = formats.read(path.read_bytes())
        except (FileNotFoundError, formats.FormatError):
            return frozenset(), False
    return frozenset((origin, claim.kind) for claim in results.claims if claim.kind != OTHER), ended


def _wapiti() -> tuple[str, Scan] | None:
    program = FOLDER / "bin" / "wapiti"
    if not program.exists():
        print("bench: preparing the environment of wapiti (once, a minute)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        pip = [FOLDER / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, REQUIREMENT], check=False, capture_output=True)
    if not program.exists():
        return None
    asked = "from importlib.metadata import version; print(version('wapiti3'))"
    version = _said(FOLDER / "bin" / "python", "-c", asked)

    def scan(system: str, path: Path) -> bool:
        options = ("-m", MODULES, "-f", "json", "-o", path, "--flush-session", "--no-bugreport", "-v", "0")
        kept = ("--store-session", path.parent / "session", "--store-config", path.parent / "config")
        return _run(program, "-u", f"http://{system}/", *options, *kept, "--max-scan-time", str(LONGEST))

    return f"wapiti {version}", scan


def _nmap() -> tuple[str, Scan] | None:
    if shutil.which("nmap") is None and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        print("bench: installing nmap (once)", file=sys.stderr)
        for step in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", "nmap")):
            subprocess.run(["apt-get", *step], check=False, capture_output=True)
    if shutil.which("nmap") is None:
        return None

    def scan(system: str, path: Path) -> bool:
        address, port = system.rsplit(":", 1)
        # Its scripts are for ports that it takes for a website's: told by its own look at the version.
        script = ("--script", f"+{SCRIPTS.replace(',', ',+')}")
        return _run("nmap", "-Pn", "-n", "-T4", "-p", port, *script, "-oX", path, address)

    return f"nmap {_said('nmap', '--version').split()[2]} with http scripts", scan


def _run(*command: object) -> bool:
    """Run a peer to its end, or stop it and say so; what it leaves in its report is what it found."""
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    with subprocess.Popen([*map(str, command)], start_new_session=True, **quiet) as peer:
        try:
            return peer.wait(LONGEST + GRACE) == 0
        except subprocess.TimeoutExpired:
            print(f"bench: {Path(str(command[0])).name} was stopped after its time", file=sys.stderr)
            return False
        finally:
            # With all that it started: its session is its own.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(peer.pid, signal.SIGKILL)


def _said(*command: object) -> str:
    done = subprocess.run([*map(str, command)], check=True, capture_output=True, text=True)
    return done.stdout.strip()
