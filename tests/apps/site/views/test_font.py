# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nation's font is served by the portal itself."""

from io import BytesIO

from fontTools.ttLib import TTFont


def test_it_is_a_font_with_the_nations_characters(client, db, nation):
    answer = client.get("/fonts/nation.woff2")
    assert answer["Content-Type"] == "font/woff2"
    assert "immutable" in answer["Cache-Control"]
    known = TTFont(BytesIO(answer.content)).getBestCmap()
    words = "".join(nation.texts["zh-Hans"].values())
    assert [sign for sign in set(words) if ord(sign) >= 0x4E00 and ord(sign) not in known] == []
