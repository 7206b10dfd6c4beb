# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say a release's figures in the sentences that the home page begins with."""

from collections.abc import Mapping
from typing import Any

from mendsky.apps.site.wording import count_text, full, measured, text
from mendsky.core.terms.nations import Nation


def headline(nation: Nation, language: str, figures: Mapping[str, Any]) -> str:
    """Give what was found and how many people, what is repaired, who is still at risk."""
    if figures["loopholes"] == 0:
        covered = full(figures["systems"]["covered"])
        return text(nation, language, "page.home.sentence-none", covered=covered)
    return text(
        nation,
        language,
        "page.home.sentences",
        found=_found(nation, language, figures),
        repaired=_repaired(nation, language, figures["repaired"]),
        at_risk=_at_risk(nation, language, figures),
    )


def _found(nation: Nation, language: str, figures: Mapping[str, Any]) -> str:
    people = figures["people"]
    values = {
        "loopholes": text(nation, language, "page.home.loopholes", n=figures["loopholes"]),
        "provinces": text(nation, language, "page.home.provinces", n=figures["provinces"]),
        "records": count_text(nation, language, figures["records"]),
    }
    if not measured(people):
        return text(nation, language, "page.home.sentence-found-unknown", **values)
    values["people"] = count_text(nation, language, people)
    return text(nation, language, "page.home.sentence-found", **values)


def _repaired(nation: Nation, language: str, repaired: Mapping[str, int]) -> str:
    verified, claimed = repaired["verified"], repaired["claimed"]
    key = "page.home.repaired" if verified else "page.home.repaired-none"
    words = text(nation, language, key, n=verified)
    if not claimed:
        return text(nation, language, "page.home.sentence-repaired", repaired=words)
    return text(nation, language, "page.home.sentence-claimed", repaired=words, n=claimed)


def _at_risk(nation: Nation, language: str, figures: Mapping[str, Any]) -> str:
    if figures["open"] == 0:
        return text(nation, language, "page.home.sentence-risk-none")
    if not measured(figures["at_risk"]):
        return text(nation, language, "page.home.sentence-risk-unknown")
    people = count_text(nation, language, figures["at_risk"])
    return text(nation, language, "page.home.sentence-risk", people=people)
