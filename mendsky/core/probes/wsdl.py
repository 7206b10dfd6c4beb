# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Descriptions of web services in XML (WSDL 1.1, https://www.w3.org/TR/wsdl): what of them can be asked.

An operation is asked only where its name says that it reads, where it needs no value, and where its binding
is HTTP's GET: SOAP is sent by POST, which no probe does here.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mendsky.core.probes.endpoints import Endpoint, is_paging, paged, served, worth_asking

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
HTTP = "{http://schemas.xmlsoap.org/wsdl/http/}"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
VALUED = frozenset(f"{SCHEMA}{name}" for name in ("element", "any", "attribute", "extension"))
"""Parts of a type by which it takes a value, or may."""
READS = re.compile(r"(?:get|list|query|find|search|select|fetch|read|show|view|chaxun|huoqu)", re.IGNORECASE)
"""How the names of operations begin that only read, in English and in pinyin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """What a description names that reads and needs no value."""

    endpoints: tuple[Endpoint, ...]
    posted: int
    """Operations that only POST reaches, those among them of which the rest is described elsewhere."""


def services(content: bytes, origin: str, at: str) -> Services | None:
    """Read a description; None where the bytes are none."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, LookupError, ValueError):
        return None
    if root.tag != f"{WSDL}definitions":
        return None
    description = _Description(root)
    found: dict[str, Endpoint] = {}
    posted: set[str] = set()
    for port in root.iterfind(f"{WSDL}service/{WSDL}port"):
        bound_by = _local(port.get("binding"))
        binding = description.bindings.get(bound_by)
        if binding is None:
            # Written elsewhere, as services of SOAP are by some programs.
            posted.add(bound_by)
            continue
        bound = binding.find(f"{HTTP}binding")
        by_get = bound is not None and bound.get("verb") == "GET"
        for operation in binding.iterfind(f"{WSDL}operation"):
            name = operation.get("name", "")
            if READS.match(name) is None or not worth_asking(f"/{name}"):
                continue
            parts = description.parts(binding, name)
            if parts is None or (not by_get and description.may_be_empty(parts)):
                posted.add(name)
            elif by_get and (endpoint := _asked(served(origin, at, _address(port, operation)), parts)):
                found.setdefault(name, endpoint)
    return Services(endpoints=tuple(found.values()), posted=len(posted - found.keys()))


class _Description:
    """The parts of a description by their names."""

    def __init__(self, root: ET.Element) -> None:
        self.bindings = {one.get("name", ""): one for one in root.iterfind(f"{WSDL}binding")}
        self._interfaces = {one.get("name", ""): one for one in root.iterfind(f"{WSDL}portType")}
        self._messages = {one.get("name", ""): one for one in root.iterfind(f"{WSDL}message")}
        schemas = root.findall(f"{WSDL}types/{SCHEMA}schema")
        self._elements = {
            one.get("name", ""): one for part in schemas for one in part.iterfind(f"{SCHEMA}element")
        }
        self._types = {
            one.get("name", ""): one for part in schemas for one in part.iterfind(f"{SCHEMA}complexType")
        }

    def parts(self, binding: ET.Element, name: str) -> list[ET.Element] | None:
        """Give the parts of what an operation takes; None where the description does not say."""
        interface = self._interfaces.get(_local(binding.get("type")))
        operations = () if interface is None else interface.iterfind(f"{WSDL}operation")
        operation = next((one for one in operations if one.get("name") == name), None)
        taken = None if operation is None else operation.find(f"{WSDL}input")
        message = None if taken is None else self._messages.get(_local(taken.get("message")))
        return None if message is None else message.findall(f"{WSDL}part")

    def may_be_empty(self, parts: list[ET.Element]) -> bool:
        """Say whether an operation takes nothing, or whether that cannot be known here."""
        return all(map(self._is_empty, parts))

    def _is_empty(self, part: ET.Element) -> bool:
        if part.get("type"):
            return False
        element = self._elements.get(_local(part.get("element")))
        if element is None:
            return True
        within = element if not element.get("type") else self._types.get(_local(element.get("type")))
        return within is None or not any(
            inner.tag in VALUED for inner in within.iter() if inner is not element
        )


def _asked(path: str | None, parts: list[ET.Element]) -> Endpoint | None:
    """Give the endpoint of an operation bound to GET; None where it needs a value."""
    names = [part.get("name", "") for part in parts]
    if path is None or re.search(r"[?(]", path) or not worth_asking(path) or not all(map(is_paging, names)):
        return None
    return Endpoint(path=path, fields=tuple((name, paged(name)) for name in names))


def _address(port: ET.Element, operation: ET.Element) -> str:
    """Write where an operation is asked that is bound to HTTP."""
    whole, below = port.find(f"{HTTP}address"), operation.find(f"{HTTP}operation")
    parts = ["" if one is None else one.get("location", "") for one in (whole, below)]
    return f"{parts[0].rstrip('/')}/{parts[1].lstrip('/')}"


def _local(name: str | None) -> str:
    return (name or "").rpartition(":")[2]
