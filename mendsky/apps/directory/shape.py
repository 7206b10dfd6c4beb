# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check a directory document or a grant against its JSON schema, in words that repeat no value.

The validator's own messages quote what they refuse, which may be somebody's address; so the schema
carries a description of each part, and a problem says that the part must be that.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

FIELD = re.compile(r"[a-z][a-z_]{0,39}")
"""Names of fields that may be repeated in a message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong at one place of a document."""

    path: tuple[str | int, ...]
    """Keys and indices from the root down."""
    says: str


def document_problems(document: Any) -> tuple[Problem, ...]:
    """List what keeps a document from being a directory document, in its order."""
    return tuple(dict.fromkeys(_problems(_validator(""), document)))


def grant_problems(document: Any) -> tuple[Problem, ...]:
    """List what keeps a document from being one grant, in its order."""
    return tuple(dict.fromkeys(_problems(_validator("grant"), document)))


def is_key(text: Any) -> bool:
    """Say whether a text has the form of a key, so that a message may repeat it."""
    return _validator("key").is_valid(text)


def is_public_key(text: Any) -> bool:
    """Say whether a text is an Ed25519 public key as grants have it."""
    return _validator("public_key").is_valid(text)


def is_line(text: Any) -> bool:
    """Say whether a text is one line, as the name of an office is."""
    return _validator("line").is_valid(text)


@cache
def schema() -> dict[str, Any]:
    """Read the schema of a directory document."""
    text = resources.files(__package__).joinpath("schema", "directory.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def _validator(part: str) -> Draft202012Validator:
    whole = schema()
    return Draft202012Validator(_inlined(whole["$defs"][part] if part else whole))


def _inlined(part: Any) -> Any:
    """Put each definition where it is referred to: following references takes as long again as checking."""
    if isinstance(part, list):
        return [_inlined(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(schema()["$defs"][part["$ref"].rpartition("/")[2]])
    return {key: _inlined(value) for key, value in part.items() if key != "$defs"}


def _problems(validator: Draft202012Validator, document: Any) -> Iterator[Problem]:
    for error in validator.iter_errors(document):
        yield Problem(path=tuple(error.absolute_path), says=_words(error))


def _words(error: ValidationError) -> str:
    part: Any = error.schema
    value: Any = error.instance
    if error.validator == "required":
        return f"needs {', '.join(name for name in part['required'] if name not in value)}"
    if error.validator == "additionalProperties" and part["additionalProperties"] is False:
        unknown = [name for name in value if name not in part["properties"]]
        named = [name for name in unknown if FIELD.fullmatch(name) is not None]
        return f"has unknown fields: {', '.join(named)}" if named == unknown else "has unknown fields"
    return f"must be {part['description']}"
