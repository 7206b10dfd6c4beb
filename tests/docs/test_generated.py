# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that are drawn from code are those of this code."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_generated_page_is_stale():
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_docs.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr


def test_the_picture_is_an_image_that_needs_nothing_from_elsewhere():
    text = (ROOT / "docs" / "architecture.svg").read_text()
    picture = ET.fromstring(text)  # noqa: S314 - our own file
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert text.count("http") == 1, "only the namespace"
    assert "url(" not in text.replace("url(#head)", "")
    assert "prefers-color-scheme: dark" in text
