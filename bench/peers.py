# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The peers of identity: their environment, and one run of one of them.

    python bench/peers.py ENGINE FILE BYTES
    python bench/peers.py labels < TEXTS

are run inside that environment. The first prints the processor's seconds and the hits of one engine over the
first bytes of a file, reading included, start-up and compiling of patterns excluded. Patterns alone decide,
as their users have it; where an engine offers a check of its own, it is on.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".mendsky" / "bench" / "venv"
REQUIREMENTS = Path(__file__).with_name("peers.txt")
MODULES = {"google-re2": "re2", "hyperscan": "hyperscan", "presidio-analyzer": "presidio"}
PATTERNS = (
    r"[1-9][0-9]{16}[0-9Xx]",
    r"1[3-9][0-9]{9}",
    r"[0-9]{16,19}",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
)
"""Resident ID, mobile, card, email: as one would write them for ripgrep."""
PIECE = 4_000
"""Characters given to presidio at once: it slows down with the length."""


def prepare() -> dict[str, str]:
    """Make the environment once; give the interpreter for each engine that is there, and say who is not."""
    python = FOLDER / "bin" / "python"
    wanted = [line for line in REQUIREMENTS.read_text().splitlines() if line and not line.startswith("#")]
    stamp = FOLDER / f".{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]}"
    if not stamp.exists():
        print("bench: preparing the peers' environment (once, some minutes)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        for requirement in wanted:
            pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement]
            subprocess.run(pip, check=False, capture_output=True)
        stamp.touch()
    there = {"re": sys.executable}
    for requirement in wanted:
        name = requirement.split(">")[0]
        module = "presidio_analyzer" if MODULES[name] == "presidio" else MODULES[name]
        found = subprocess.run([python, "-c", f"import {module}"], check=False, capture_output=True)
        if found.returncode:
            print(f"bench: {name} is absent here: it is not compared", file=sys.stderr)
        else:
            there[MODULES[name]] = str(python)
    return there


def measure(python: str, engine: str, path: Path, size: int) -> tuple[float, int]:
    """Run one engine over the first bytes of a file; give its processor's seconds and its hits.

    Raises `SystemExit` where the engine fails, with its last line.
    """
    done = subprocess.run(
        [python, __file__, engine, path, str(size)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        msg = f"bench: {engine} failed: {(done.stderr.splitlines() or ['without a word'])[-1]}"
        raise SystemExit(msg)
    seconds, hits = json.loads(done.stdout.splitlines()[-1])
    return seconds, hits


def labelled(python: str, texts: list[str]) -> list[list[tuple[str, int, int]]]:
    """Let presidio name what it finds in each text: type, start and end; all of it through pipes."""
    done = subprocess.run(
        [python, __file__, "labels"], check=True, input=json.dumps(texts), capture_output=True, text=True
    )
    found: list[list[tuple[str, int, int]]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _label() -> None:
    import peer_presidio  # noqa: PLC0415 - in the peers' environment only

    analyze = peer_presidio.analyzer(accounts=True)
    print(json.dumps([analyze(text) for text in json.load(sys.stdin)]))


def _re() -> Callable[[bytes], int]:
    import re  # noqa: PLC0415 - each engine alone

    compiled = re.compile("|".join(PATTERNS).encode())
    return lambda content: sum(1 for _ in compiled.finditer(content))


def _re2() -> Callable[[bytes], int]:
    import re2  # noqa: PLC0415 - in the peers' environment only

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    compiled = re2.compile("|".join(PATTERNS).encode(), options)
    return lambda content: sum(1 for _ in compiled.finditer(content))


def _hyperscan() -> Callable[[bytes], int]:
    import hyperscan  # noqa: PLC0415 - in the peers' environment only

    database = hyperscan.Database()
    bounded = [rf"\b{pattern}\b".encode() for pattern in PATTERNS]
    database.compile(expressions=bounded, ids=[*range(len(bounded))], flags=[0] * len(bounded))

    def count(content: bytes) -> int:
        ends: list[int] = []
        database.scan(content, match_event_handler=lambda *event: ends.append(event[2]))
        return len(ends)

    return count


def _presidio() -> Callable[[bytes], int]:
    import peer_presidio  # noqa: PLC0415 - in the peers' environment only

    analyze = peer_presidio.analyzer(accounts=False)

    def count(content: bytes) -> int:
        text = content.decode(errors="replace")
        return sum(len(analyze(text[at : at + PIECE])) for at in range(0, len(text), PIECE))

    return count


ENGINES = {"re": _re, "re2": _re2, "hyperscan": _hyperscan, "presidio": _presidio}


def main() -> None:
    os.environ["TLDEXTRACT_CACHE"] = os.devnull
    if sys.argv[1:] == ["labels"]:
        _label()
        return
    engine, path, size = sys.argv[1:]
    count = ENGINES[engine]()
    count(b"warm-up 1 a@example.com\n")
    began = time.process_time()
    with Path(path).open("rb") as file:
        hits = count(file.read(int(size)))
    print(json.dumps([time.process_time() - began, hits]))


if __name__ == "__main__":
    main()
