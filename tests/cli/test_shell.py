# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all commands share: help without delay, errors in one line, files whole or not at all."""

import json
import subprocess
import sys

import pytest

from mendsky.cli import shell
from mendsky.cli.shell import JsonFileError, TextFileError, read_json, read_text

COMMANDS = (
    "demo", "up", "worker", "doctor", "manage", "import", "user", "grant",
    "probe", "sweep", "census", "release", "verify", "self-audit",
)  # fmt: skip


def test_help_lists_every_command_and_loads_neither_django_nor_numpy():
    program = (
        "import sys\n"
        "from mendsky.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "print(sorted({'django', 'numpy', 'psycopg', 'cryptography', 'pycurl'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines()[-1] == "[]"
    assert all(f"│ {command} " in said.stdout for command in COMMANDS)


def test_asked_for_nothing_the_help_is_the_answer(bare):
    said = bare()
    assert (said.status, said.err) == (2, "")
    assert "Commands" in said.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sweeep"], "No such command 'sweeep'"),
        (["verify"], "Missing argument"),
        (["verify", "--nonsense", "x"], "No such option"),
        (["verify", "there is none.json"], "cannot open there is none.json: No such file"),
        (["verify", "."], "Is a directory"),
        (["user", "add", "a@b.cn"], "Missing option '--role'"),
        (["user", "add", "a@b.cn", "--role", "chief"], "'administrator'"),
    ],
)
def test_what_the_user_got_wrong_is_one_line_and_status_two(bare, arguments, says):
    assert says in bare(*arguments).is_refused()


def test_our_own_failure_is_status_one_and_names_no_value(bare, tmp_path):
    (tmp_path / "unused").write_text("a file where the home folder should be")
    said = bare("doctor")
    assert "Traceback" not in said.err
    assert said.is_refused(said.status)
    assert said.status in {1, 2}


def test_debug_shows_the_traceback(bare):
    said = bare("--debug", "verify", "none.json")
    assert said.status == 1
    assert "Traceback" in said.err
    assert "FileNotFoundError" in said.err


def fail_after(written):
    raise ZeroDivisionError(written)


def test_a_whole_file_stands_only_when_its_block_ended_well(tmp_path):
    path = tmp_path / "made"
    with pytest.raises(ZeroDivisionError), shell.whole_file(path) as file:
        fail_after(file.write(b"half"))
    assert list(tmp_path.iterdir()) == []
    with shell.whole_file(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["made"]
    assert path.read_bytes() == b"whole"


def test_a_failed_block_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "made"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), shell.whole_file(path):
        1 / 0  # noqa: B018 - whatever goes wrong
    assert path.read_text() == "old"


@pytest.mark.parametrize("where", ["none/made", "."])
def test_where_no_file_can_be_the_block_is_not_begun(tmp_path, where):
    begun = []
    with pytest.raises(OSError, match=r"No such file|directory"), shell.whole_file(tmp_path / where):
        begun.append(True)
    assert begun == []
    assert list(tmp_path.iterdir()) == []


def test_json_is_one_object_in_its_own_letters(capsys):
    shell.print_json({"名": "长春"})
    shell.note("beside")
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"名": "长春"}
    assert "长春" in printed.out
    assert printed.err == "beside\n"


def test_files_are_read_as_utf_8_and_objects(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('{"名": 1}'.encode())
    assert read_json(path) == {"名": 1}
    path.write_bytes('{"名": 1}'.encode("gb18030"))
    with pytest.raises(TextFileError, match=r"a\.json is not text in UTF-8"):
        read_text(path)
    path.write_text("[1]")
    with pytest.raises(JsonFileError, match="JSON object"):
        read_json(path)


def test_told_to_end_a_command_leaves_its_blocks_first():
    program = (
        "import time\nfrom mendsky.cli.shell import end_on_signals\nend_on_signals()\ntry:\n"
        "    print('well', flush=True)\n    time.sleep(60)\nfinally:\n    print('left', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:  # fmt: skip
        assert process.stdout.readline() == "well\n"
        process.terminate()
        assert process.stdout.read() == "left\n"
