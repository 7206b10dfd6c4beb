# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The document that an owner's census seals: counts and a sketch, never an identifier."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any, Self

from mendsky.core.census.theta import Sketch, ThetaError, from_bytes, to_bytes
from mendsky.core.terms.counts import CountGrade, People, Records

FORMAT = "mendsky-sketch/1"


class SketchFileError(ValueError):
    """A document is not a census sketch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SketchDocument:
    """What one run of the census found in one table."""

    ticket: str
    subject: str
    """Pseudonym of system and place group that the ticket was opened for."""
    series: str
    """Census series: sketches of one series can be united."""
    records: int
    rows_without_identifier: int
    """Records in which nobody could be recognised; each may be a person more."""
    low: int
    point: int
    high: int
    """Distinct people, with those who could not be recognised in the upper bound."""
    sketch: Sketch = field(repr=False)
    statement: dict[str, Any] | None = None
    """The owner's signed statement of completeness; None where there is none."""

    @property
    def grade(self) -> CountGrade:
        """Give the grade of the counts: G3, for a statement's signature is not checked yet."""
        return CountGrade.G3

    @property
    def records_count(self) -> Records:
        """Give the records as a count: every row was read, so the number is exact."""
        return Records(low=self.records, point=self.records, high=self.records, grade=self.grade)

    @property
    def people_count(self) -> People:
        """Give the distinct people as a count."""
        return People(low=self.low, point=self.point, high=self.high, grade=self.grade)

    def to_bytes(self) -> bytes:
        """Write the document as JSON in UTF-8."""
        return json.dumps(
            {
                "format": FORMAT,
                "ticket": self.ticket,
                "subject": self.subject,
                "series": self.series,
                "k": self.sketch.k,
                "records": self.records,
                "rows_without_identifier": self.rows_without_identifier,
                "people": {"low": self.low, "point": self.point, "high": self.high},
                "theta": b64encode(to_bytes(self.sketch)).decode(),
                "statement": self.statement,
            },
            ensure_ascii=False,
        ).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read a document and check that its numbers go together; raises `SketchFileError`."""
        try:
            found = cls._read(json.loads(content))
        except ThetaError as error:
            msg = f"the document's sketch is damaged: {error}"
            raise SketchFileError(msg) from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            msg = f"not a sketch document of format {FORMAT}, or a damaged one"
            raise SketchFileError(msg) from error
        if not found.low <= found.point <= found.high or found.rows_without_identifier > found.records:
            msg = "the document's numbers contradict one another"
            raise SketchFileError(msg)
        return found

    @classmethod
    def _read(cls, document: dict[str, Any]) -> Self:
        _require(document["format"] == FORMAT)
        people, statement = document["people"], document["statement"]
        numbers = [document[key] for key in ("k", "records", "rows_without_identifier")]
        numbers += [people[key] for key in ("low", "point", "high")]
        texts = [document[key] for key in ("ticket", "subject", "series")]
        _require(all(type(number) is int and 0 <= number < 2**53 for number in numbers))
        _require(all(isinstance(text, str) for text in texts))
        _require(statement is None or isinstance(statement, dict))
        k, records, without, low, point, high = numbers
        return cls(
            ticket=texts[0],
            subject=texts[1],
            series=texts[2],
            records=records,
            rows_without_identifier=without,
            low=low,
            point=point,
            high=high,
            sketch=from_bytes(b64decode(document["theta"], validate=True), k),
            statement=statement,
        )


def _require(sound: bool) -> None:  # noqa: FBT001 - reads as a sentence where it stands
    if not sound:
        msg = "a key of a sketch document holds something else"
        raise ValueError(msg)
