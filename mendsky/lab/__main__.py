# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start a lab: `python -m mendsky.lab --network 127.77`, or `--network auto:<text>`.

Prints one JSON line when it listens: `{"door", "smtp", "dns", "network", "port", "story", "starts",
"ends"}`; ends on SIGTERM, SIGINT, or when its standard input closes, so that it never outlives whoever
started it.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from mendsky.lab.network import NetworkError
from mendsky.lab.run import run
from mendsky.lab.server import SILENCE
from mendsky.lab.stories import NAMES, tell
from mendsky.lab.story_april import NAME as APRIL
from mendsky.lab.story_april import TABLE, packaged
from mendsky.lab.story_rows import StoryError
from mendsky.nations.load import load


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and run; exit status 2 for the user's error."""
    parser = argparse.ArgumentParser(prog="python -m mendsky.lab", description=__doc__)
    parser.add_argument(
        "--network", default="auto:lab", help="127.N, or auto:TEXT for the first free one; auto:lab"
    )
    parser.add_argument("--story", choices=NAMES, help="default: small, or drawn where a seed is given")
    parser.add_argument("--story-file", type=Path, help="table instead of the one of the story april-2015")
    parser.add_argument(
        "--print-table", action="store_true", help="print the table of the story april-2015 and end"
    )
    parser.add_argument("--seed", type=int, help="of the drawn story, and of what is drawn in april-2015")
    parser.add_argument("--port", type=int, help="common to all systems; default: the first free one")
    parser.add_argument("--silence", type=float, default=SILENCE, help="seconds until a mute server hangs up")
    given = parser.parse_args(arguments)
    if given.print_table:
        print(packaged(TABLE), end="")  # noqa: T201
        return 0
    name = given.story or (APRIL if given.story_file else "small" if given.seed is None else "drawn")
    nation = load("cn")
    try:
        story = tell(name, given.seed or 0, nation, given.story_file)
        asyncio.run(run(story, nation, network=given.network, port=given.port, silence=given.silence))
    except (NetworkError, StoryError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
