# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""presidio with pattern recognisers only; imported in the peers' environment.

It ships no recogniser for China: two are added as its users do, the resident ID's with its check.
"""

from collections.abc import Callable, Iterator
from typing import Any

from peers import PATTERNS
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, EmailRecognizer, IbanRecognizer

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
WITHIN = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
LANGUAGE = "en"
LEAST_SCORE = 0.3


class Silent(NlpEngine):
    """A language engine that says nothing."""

    def load(self) -> None:
        """Load nothing."""

    def is_loaded(self) -> bool:
        """Say that nothing is missing."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """See no words."""
        del text
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts: Any, language: str, **named: Any) -> Iterator[tuple[str, NlpArtifacts]]:
        """See no words in several texts."""
        del named
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Know no words."""
        del word, language
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Know no signs."""
        del word, language
        return False

    def get_supported_entities(self) -> list[str]:
        """Name none."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Name one, as one must."""
        return [LANGUAGE]


class ResidentId(PatternRecognizer):
    """The resident ID with its check character."""

    def validate_result(self, text: str) -> bool:
        """Say whether the check character is right."""
        total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
        return "10X98765432"[total % 11] == text[17].upper()


def analyzer(*, accounts: bool) -> Callable[[str], list[tuple[str, int, int]]]:
    """Set presidio up, with `accounts` for IBANs too; give what names type, start and end of each hit."""
    recognisers = [
        ResidentId("CN_ID", patterns=[Pattern("id", WITHIN.format(PATTERNS[0]), 0.5)]),
        PatternRecognizer("CN_PHONE", patterns=[Pattern("phone", WITHIN.format(PATTERNS[1]), 0.5)]),
        CreditCardRecognizer(),
        EmailRecognizer(),
        *([IbanRecognizer()] if accounts else []),
    ]
    registry = RecognizerRegistry(recognizers=recognisers)
    engine = AnalyzerEngine(registry=registry, nlp_engine=Silent(), supported_languages=[LANGUAGE])

    def analyze(text: str) -> list[tuple[str, int, int]]:
        found = engine.analyze(text, language=LANGUAGE, score_threshold=LEAST_SCORE)
        return [(one.entity_type, one.start, one.end) for one in found]

    return analyze
