# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the pages of docs/ that are drawn from code; with `--check` only say which are stale."""

import argparse
import ast
import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer.main
from draw_layers import draw

from mendsky.cli import app
from mendsky.core.formats import FORMATS as RESULTS
from mendsky.core.formats.kinds import BETWEEN_ACCOUNTS, CWES, WORDS
from mendsky.core.identity import base64_runs
from mendsky.core.identity.formats import FORMATS
from mendsky.core.lifecycle.table import NEXT, diagram
from mendsky.core.probes import REGISTER as PROBE_REGISTER
from mendsky.core.probes.versions import ADVISORIES, AS_OF
from mendsky.core.rules.rights import REASONS, may
from mendsky.core.terms.information import Information
from mendsky.core.terms.roles import Permission, Role
from mendsky.nations.load import load
from mendsky.register import REGISTER as KEPT
from mendsky.scan.causes import MEANINGS
from mendsky.scan.formats import FORMATS as SCANNED
from mendsky.scan.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NOTICE = "<!-- Made by tools/make_docs.py from {source}; run `make docs` instead of editing. -->"
CLASSES = {0: "0 visiting", 1: "1 known paths", 2: "2 input tests", 3: "3 credential tests"}
CWE = "https://cwe.mitre.org/data/definitions/{number}.html"

COMMANDS_LEAD = """\
Every command ends with status 0 where all is well, 1 where something failed or did not hold, 2 where the
command was not understood or its input is wrong. An error is one line on standard error; `mendsky --debug
COMMAND` shows where it came from. With `--json` standard output holds one JSON object and nothing else.
"""

SETTINGS_LEAD = """\
Settings are environment variables, read once when a command starts. A variable that is empty or not set has
its default. `mendsky doctor` says what a set of them leads to.
"""

CASE_LEAD = """\
For each state, what may happen, where it leads, and why. What has no row cannot happen: the one function
that writes events refuses it. Three things can be read off the table: no owner's word leads to *repaired*,
an undetermined retest changes nothing, and an exposure that comes back reopens the same case.
"""

PROBES_LEAD = """\
A probe asks one question of one system: *is this kind of loophole here?* It answers *exposed*, *not exposed*,
or *undetermined* with a cause. It sends GET requests only, at most as many as its cost, and runs only where
a live grant permits its class. A visit runs the probes in this order.
"""

FORMATS_LEAD = """\
`mendsky scan` looks into these, and into containers within them, in this order. What is none of them is read
byte by byte: text in UTF-8, GB18030 and whatever keeps digits as ASCII does as it stands, UTF-16, UTF-32 and
EBCDIC turned into UTF-8, and runs of base64 of {least} characters and more within text unpacked. Names of
files and members are looked at too.

What reads *stream* is read forward at any size. What reads *file* is read where it lies; within another
container it is held in memory up to a limit. Nothing is ever written to disk, and nothing fetched.
"""

SCANNERS_LEAD = """\
`mendsky import` takes these, up to 64 MB and 100,000 entries a file, and makes out by the content which it
is. An entry becomes a claim: scanner and version, identifier and name of its rule, its word for the severity,
origin, path without values of parameters, day. Nothing else of the file is read; what looks like somebody's
number is cut out even there.
"""

KINDS_LEAD = """\
## Which probe looks

The first that fits, in this order; what none names is listed as *something else*, and nothing looks for it.
"""

LIMITS_LEAD = """\
## Limits

They keep memory below 300 MB whatever the file's size, and stop what unpacks to far more than real content
does. What a limit stops is *undetermined* with its cause; the rest is read.
"""

CAUSES_LEAD = """\
## Causes

Why a place is *undetermined*. The list is closed, because a parser's own words may quote what it read.
"""

INFORMATION_LEAD = """\
What exposes nobody yet is information: no finding, no case, never published. A sweep notes it from what it
has seen anyway: the scheme, the pages, the head of the front page, the certificate of the connection. It asks
for one thing of its own, `/.well-known/security.txt`, at the first sweep and once a quarter of a year. What a
sweep could not tell stays as it was. The desk's page of a system shows the latest state with its advice, and
so does the owner's page; `mendsky probe` prints it.
"""

VERSIONS_LEAD = """\
`server-version-known-vulnerable` goes by what a server says of itself, and is an indication only. The table
is short on purpose, compared with its sources on {day}; no part of a server's own words is kept.
"""

PERSONAL_DATA_LEAD = """\
Mendsky keeps nobody's data out of the systems that it watches. For its own work it keeps what stands below
and nothing else; `mendsky self-audit` searches everything at rest and fails where it finds personal data
anywhere else, after first planting a test value and finding it. *Sealed* means unreadable without a key
that is kept outside the database.
"""


INTERNATIONAL_LEAD = """\
Each is reported only where one of its words, or a whole column, speaks for it: [what columns
prove](evidence.md). *Random pass* is the share of random runs of the format's length and alphabet that its
validator accepts, as measured by `tools/make_international.py`; one of 4,000 is the least that it measures.
"""

ROLES_LEAD = """\
Every account holds its roles within a division and whatever lies below it: a handler of a province sees and
works the cases of its cities and counties, and of no other province. What the table does not grant is denied.
`tests/test_access.py` walks every address of the site as every role, within and outside of its division.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or say which differ; exit status 1 where one does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is stale")
    given = parser.parse_args(arguments)
    stale = []
    for name, make in PAGES.items():
        path, content = DOCS / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if not given.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: {'stale, run `make docs`' if given.check else 'made'}")
    return int(given.check and bool(stale))


def commands() -> str:
    """Describe every command from its own help."""
    parts = [COMMANDS_LEAD]
    for name, command in _walk(typer.main.get_command(app), "mendsky"):
        parts += _command(name, command)
    return _page("Commands", "the command line", parts)


def settings() -> str:
    """List every environment variable that the settings read."""
    # Imported late: importing it makes the home folder.
    from mendsky.runtime.settings import VARIABLES  # noqa: PLC0415

    rows = [
        (f"`{name}`", f"`{default}`" if default else "", text) for name, (default, text) in VARIABLES.items()
    ]
    heads = ("variable", "default", "meaning")
    return _page("Settings", "mendsky/runtime/settings.py", [SETTINGS_LEAD, *_table(heads, rows)])


def case() -> str:
    """Show the table of a case's life, each row with its reason."""
    rows = [
        (
            state.value if state else "(not begun)",
            kind.value,
            "stays" if move.to is state else move.to.value,
            move.reason,
        )
        for state, moves in NEXT.items()
        for kind, move in moves.items()
    ]
    drawn = ["```mermaid", diagram().rstrip("\n"), "```", ""]
    heads = ("state", "event", "leads to", "because")
    source = "mendsky/core/lifecycle/table.py"
    return _page("The life of a case", source, [CASE_LEAD, *drawn, *_table(heads, rows)])


def probes() -> str:
    """List the probes of the register."""
    rows = [
        (
            f"`{spec.kind}`",
            str(spec.version),
            CLASSES[spec.probe_class],
            str(spec.cost),
            f"[CWE-{spec.cwe}]({CWE.format(number=spec.cwe)})",
            (sys.modules[entry.probe.__module__].__doc__ or "").split("\n", 1)[0].rstrip("."),
        )
        for entry in PROBE_REGISTER
        for spec in [entry.spec]
    ]
    heads = ("kind", "version", "class", "most requests", "weakness", "looks for")
    more = ["How to add one: [add a probe](../how-to/add-a-probe.md).", ""]
    return _page("Probes", "mendsky/core/probes/__init__.py", [PROBES_LEAD, *_table(heads, rows), *more])


def information() -> str:
    """List what is noted though it exposes nobody, and the versions that are known to be vulnerable."""
    texts = load("cn").texts["en"]
    noted = [
        (f"`{kind.value}`", texts[f"information.{kind.value}"], texts[f"information-advice.{kind.value}"])
        for kind in Information
    ]
    flawed = [
        (
            product,
            advisory.cve,
            "; ".join(f"from {first}, repaired in {end}" for first, end in advisory.affected),
        )
        for product, advisories in ADVISORIES.items()
        for advisory in advisories
    ]
    parts = [INFORMATION_LEAD, *_table(("kind", "title", "advice"), noted)]
    parts += [VERSIONS_LEAD.format(day=AS_OF.isoformat()), *_table(("product", "flaw", "versions"), flawed)]
    return _page(
        "Information", "mendsky/core/terms/information.py and mendsky/core/probes/versions.py", parts
    )


def personal_data() -> str:
    """List the personal data that may be kept."""
    rows = [
        (
            f"`{kept.table}`",
            ", ".join(f"`{column}`" for column in kept.columns),
            kept.purpose,
            kept.term,
            "sealed" if kept.sealed else "plain",
        )
        for kept in KEPT
    ]
    heads = ("table", "columns", "purpose", "term", "how")
    parts = [PERSONAL_DATA_LEAD, *_table(heads, rows)]
    return _page("Personal data that is kept", "mendsky/register.py", parts)


def roles() -> str:
    """Show which role holds which permission, and why."""
    named = [(f"`{role.value}`", REASONS[role]) for role in Role]
    granted = [
        (f"`{permission.value}`", *("yes" if may(role, permission) else "" for role in Role))
        for permission in Permission
    ]
    parts = [ROLES_LEAD, *_table(("role", "does"), named)]
    parts += _table(("permission", *(role.value for role in Role)), granted)
    return _page("Roles and rights", "mendsky/core/rules/rights.py", parts)


def formats() -> str:
    """List the formats that a scan reads, its limits, and why a place may be undetermined."""
    rows = [(form.name, form.reads, form.about) for form in SCANNED]
    limits = Limits()
    about = _field_docs(Limits)
    limited = [(f"`{name}`", f"{getattr(limits, name):,}", text) for name, text in about.items()]
    causes = [(f"`{cause.value}`", meaning) for cause, meaning in MEANINGS.items()]
    lead = FORMATS_LEAD.format(least=base64_runs.LEAST)
    parts = [lead, *_table(("format", "reads", "what of it"), rows)]
    parts += [LIMITS_LEAD, *_table(("limit", "default", "of what"), limited)]
    parts += [CAUSES_LEAD, *_table(("cause", "meaning"), causes)]
    return _page("Formats that a scan reads", "mendsky/scan/formats/__init__.py", parts)


def scanners() -> str:
    """List the formats of scanners' results, and which of our probes looks for what they name."""
    formats_read = [(f"`{one.name}`", one.about) for one in RESULTS]
    tables = [(one.name, sys.modules[one.claims.__module__].KINDS) for one in RESULTS]
    kinds_read = [
        *((f"`{tool}`", f"`{name}`", f"`{kind}`") for tool, table in tables for name, kind in table.items()),
        *(
            ("any", f"[CWE-{cwe}]({CWE.format(number=cwe)}){where}", f"`{kind}`")
            for table, where in (
                (BETWEEN_ACCOUNTS, " (where the rule's name speaks of accounts)"),
                (CWES, ""),
            )
            for cwe, kind in table.items()
        ),
        *(("any", f"{words} (in the name of the rule)", f"`{kind}`") for words, kind in WORDS),
    ]
    parts = [
        SCANNERS_LEAD,
        *_table(("format", "read"), formats_read),
        KINDS_LEAD,
        *_table(("scanner", "names it", "probe"), kinds_read),
    ]
    return _page("Results of outside scanners", "mendsky/core/formats/__init__.py", parts)


def _field_docs(kind: type) -> dict[str, str]:
    """Read the line of documentation under each field of a dataclass."""
    [definition] = ast.parse(inspect.getsource(kind)).body
    lines: dict[str, str] = {}
    name = ""
    for statement in getattr(definition, "body", []):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif name and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            lines[name] = str(statement.value.value)
    return lines


def picture() -> str:
    """Draw the layers of the import contract."""
    return draw(ROOT / ".importlinter", ROOT)


def international() -> str:
    """List the formats of other nations."""
    rows = [
        (
            f"`{entry.kind}`",
            f"`{entry.module}`",
            f"{entry.shortest}–{entry.longest}" if entry.shortest < entry.longest else str(entry.shortest),
            "yes" if entry.person else "",
            f"{entry.rate:.2g}",
            ", ".join(entry.words),
        )
        for entry in FORMATS
    ]
    heads = ("kind", "module of python-stdnum", "characters", "of a person", "random pass", "words")
    source = "mendsky/core/identity/formats.py"
    return _page("Formats of other nations", source, [INTERNATIONAL_LEAD, *_table(heads, rows)])


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/settings.md": settings,
    "reference/case.md": case,
    "reference/probes.md": probes,
    "reference/information.md": information,
    "reference/formats.md": formats,
    "reference/scanners.md": scanners,
    "reference/personal-data.md": personal_data,
    "reference/roles.md": roles,
    "reference/international.md": international,
    "architecture.svg": picture,
}


def _page(title: str, source: str, parts: Iterable[str]) -> str:
    return "\n".join([NOTICE.format(source=source), f"# {title}", "", *parts]).rstrip("\n") + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for row in rows:
        cells = [cell.replace("|", "\\|").replace("\n", " ") for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _walk(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command below a group, by name."""
    for inner, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _walk(command, f"{name} {inner}")
        else:
            yield f"{name} {inner}", command


def _command(name: str, command: Any) -> list[str]:
    pieces = [name, *(_usage(one) for one in command.params if one.param_type_name == "argument")]
    if any(one.param_type_name == "option" for one in command.params):
        pieces.insert(1, "[OPTIONS]")
    if command.context_settings.get("allow_extra_args"):
        pieces.append("ARGUMENTS…")
    parts = [f"## `{name}`", "", "```text", " ".join(pieces), "```", "", inspect.cleandoc(command.help), ""]
    rows = [_parameter(one) for one in command.params]
    return [*parts, *(_table(("argument or option", "default", "meaning"), rows) if rows else [])]


def _usage(argument: Any) -> str:
    return argument.name.upper() + ("…" if argument.nargs < 0 else "")


def _parameter(one: Any) -> tuple[str, str, str]:
    named = [*one.opts, *one.secondary_opts] if one.param_type_name == "option" else [_usage(one)]
    if one.required:
        default = "needed"
    elif one.default is True:
        default = f"`{one.opts[0]}`"
    else:
        default = f"`{one.default}`" if one.default not in (None, False) else ""
    return ", ".join(f"`{name}`" for name in named), default, one.help or ""


if __name__ == "__main__":
    # What stands in the pages depends on no setting, and no home folder outlives the making of them.
    for variable in [name for name in os.environ if name.startswith("MENDSKY_")]:
        del os.environ[variable]
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MENDSKY_HOME"] = scratch
        status = main()
    sys.exit(status)
