# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of the repository: what must stand beside what."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mendsky"
# Not tested at a mirrored path: what holds no decision (declarations), or is tested through a process.
EXEMPT = re.compile(
    r"(__init__|__main__|apps|urls|settings|wsgi)\.py$|/migrations/|^core/terms/|^lab/|^wiring\.py$|^register\.py$"
    r"|/models\.py$|^runtime/(embedded/base|committed)\.py$|^net/probing/steps\.py$"
)
OVER_SEVERAL_MODULES = {
    "core/identity/test_fuzz.py",
    "core/identity/test_new_nation.py",
    "core/identity/test_traps.py",
    "core/test_probes_of_services.py",
    "net/probing/test_hostile.py",
}
"""Tests of what no single module does alone."""
COUNTERPARTS = ("vulnerable.py", "repaired.py", "odd.py")


def tracked(pattern: str) -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / line for line in found.stdout.splitlines() if (ROOT / line).is_file()]


def test_each_module_has_its_test_at_the_mirrored_path():
    missing = []
    for path in sorted(PACKAGE.rglob("*.py")):
        inner = path.relative_to(PACKAGE)
        if EXEMPT.search(str(inner)):
            continue
        if not (ROOT / "tests" / inner.parent / f"test_{inner.name}").exists():
            missing.append(str(inner))
    assert missing == []


def test_each_test_has_its_module():
    orphans = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        inner = path.relative_to(ROOT / "tests")
        if inner.parts[0] in {"stories", "browser", "real", "docs", "corpus"} or len(inner.parts) == 1:
            continue
        if str(inner) in OVER_SEVERAL_MODULES:
            continue
        module = PACKAGE / inner.parent / inner.name.removeprefix("test_")
        package = module.with_suffix("") / "__init__.py"
        if not module.exists() and not package.exists():
            orphans.append(str(inner))
    assert orphans == []


def test_each_probe_has_its_counterparts_in_the_lab():
    from mendsky.core import probes

    missing = []
    for entry in probes.REGISTER:
        folder = PACKAGE / "lab" / entry.spec.kind.replace("-", "_")
        missing += [f"{folder.name}/{name}" for name in COUNTERPARTS if not (folder / name).exists()]
    assert missing == []


def test_each_probe_has_its_repair_advice_and_its_sentence_in_every_language(nation):
    from mendsky.core import probes

    for entry in probes.REGISTER:
        for language in nation.languages:
            for key in (
                f"repair.{entry.spec.repair}",
                f"kind.{entry.spec.kind}",
                f"kind-sentence.{entry.spec.kind}",
            ):
                assert nation.texts[language][key]


def test_every_source_file_names_its_licence():
    for path in [*tracked("*.py"), *tracked("*.sh"), *tracked("*.css"), *tracked("Makefile")]:
        assert "SPDX-License-Identifier: AGPL-3.0-or-later" in path.read_text()[:400], path


def test_no_tracked_file_names_a_path_of_a_machine_or_a_host_of_a_registry():
    # Written in pieces, so that this file does not find itself.
    forbidden = re.compile(
        "/" + "work/|/" + "root/|pypi" + r"\.org|files\.python" + "hosted|registry" + r"\.npm"
    )
    for path in tracked("*"):
        if path.suffix in {".woff2", ".png", ".ttf"}:
            continue
        found = forbidden.search(path.read_text())
        assert found is None, (path, found)


def test_no_module_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 400 and "/migrations/" not in name} == {}


def test_the_lock_covers_exactly_what_the_project_asks_for():
    """Each name asked for stands in the lock with a hash, and in the page of reasons."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["lab"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    lock = (ROOT / "requirements.txt").read_text().lower()
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for requirement in asked:
        name = re.split(r"[<>=\[ ]", requirement, maxsplit=1)[0].lower()
        # The lock writes names in their normal form (PEP 503).
        locked = re.escape(re.sub(r"[-_.]+", "-", name))
        assert re.search(rf"^{locked}==[^\n]+\\\n +--hash=", lock, re.MULTILINE), name
        assert f"`{name}`" in reasons, name
        assert re.search(r"[<]", requirement), f"{name} is not bounded"


@pytest.mark.parametrize("stray", ["views.py", "utils.py", "helpers.py", "common.py", "misc.py"])
def test_no_module_has_a_name_that_says_nothing(stray):
    assert list(PACKAGE.rglob(stray)) == []
