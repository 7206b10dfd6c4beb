# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A web service as ASP.NET has it: a page about it, its description (WSDL 1.1), operations asked by GET."""

from collections.abc import Mapping, Sequence
from html import escape

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.website import Answering

XML = "text/xml; charset=utf-8"
ADDRESS = "http://10.0.0.8:8080"
"""What the program knows of itself, behind the front server."""
SPACES = (
    'xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"'
    ' xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:s="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:tns="urn:synthetic" targetNamespace="urn:synthetic"'
)
SOAP_ONLY = f"""<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions {SPACES}><wsdl:types><s:schema targetNamespace="urn:synthetic">
<s:element name="GetAll"><s:complexType/></s:element></s:schema></wsdl:types>
<wsdl:message name="GetAllSoapIn"><wsdl:part name="parameters" element="tns:GetAll"/></wsdl:message>
<wsdl:portType name="Soap"><wsdl:operation name="GetAll"><wsdl:input message="tns:GetAllSoapIn"/>
</wsdl:operation></wsdl:portType><wsdl:binding name="Soap" type="tns:Soap">
<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><wsdl:operation name="GetAll">
<soap:operation soapAction="urn:synthetic/GetAll"/><wsdl:input><soap:body use="literal"/></wsdl:input>
</wsdl:operation></wsdl:binding><wsdl:service name="Synthetic"><wsdl:port name="Soap" binding="tns:Soap">
<soap:address location="{ADDRESS}/ws/all.asmx"/></wsdl:port></wsdl:service></wsdl:definitions>
"""
"""A description by which everything is asked by POST."""


def about(description: str, address: str) -> Answering:
    """Give the page about a service, and for `?wsdl` its description."""

    def answer(asked: Asked) -> Reply:
        if any(name.lower() == "wsdl" for name in asked.query):
            return Reply(body=description.encode(), kind=XML)
        return Reply(
            body=f'<html><title>synthetic</title><a href="{escape(address)}?WSDL">WSDL</a></html>'.encode()
        )

    return answer


def link(address: str) -> str:
    """Link a service on the front page."""
    return f'<p><a href="{escape(address)}">数据服务</a></p>'


def description(path: str, parameter: str) -> str:
    """Describe one operation that lists, one that needs a number, and one that changes something."""
    address, _, name = path.rpartition("/")
    one, change = "GetPerson", "DeleteAll"
    taken = {
        name: f'<wsdl:part name="{parameter}" type="s:int"/>',
        one: '<wsdl:part name="id" type="s:string"/>',
    }
    messages = "".join(
        f'<wsdl:message name="{called}HttpGetIn">{taken.get(called, "")}</wsdl:message>'
        for called in (name, one, change)
    )
    operations = "".join(
        f'<wsdl:operation name="{called}"><wsdl:input message="tns:{called}HttpGetIn"/></wsdl:operation>'
        for called in (name, one, change)
    )
    bound = "".join(
        f'<wsdl:operation name="{called}"><http:operation location="/{called}"/>'
        "<wsdl:input><http:urlEncoded/></wsdl:input></wsdl:operation>"
        for called in (name, one, change)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<wsdl:definitions {SPACES}>{messages}'
        f'<wsdl:portType name="HttpGet">{operations}</wsdl:portType>'
        f'<wsdl:binding name="HttpGet" type="tns:HttpGet"><http:binding verb="GET"/>{bound}</wsdl:binding>'
        '<wsdl:service name="Synthetic"><wsdl:port name="HttpGet" binding="tns:HttpGet">'
        f'<http:address location="{ADDRESS}{address}"/></wsdl:port></wsdl:service></wsdl:definitions>'
    )


def listed(rows: Sequence[Mapping[str, str]]) -> Reply:
    """Answer a list."""
    people = "".join(
        f"<Person>{''.join(f'<{name}>{escape(text)}</{name}>' for name, text in row.items())}</Person>"
        for row in rows
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><People label="synthetic">{people}</People>'
    return Reply(body=text.encode(), kind=XML)
