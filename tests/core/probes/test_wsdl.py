# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.wsdl import services
from mendsky.lab.open_api.service import SOAP_ONLY, SPACES, description
from tests.probing import ORIGIN

AT = "/ws/a.asmx?wsdl"
EMPTY = "<s:complexType><s:sequence/></s:complexType>"
NEEDS = '<s:complexType><s:sequence><s:element name="id" type="s:string"/></s:sequence></s:complexType>'
TYPED = NEEDS.replace("complexType>", 'complexType name="T">', 1)


def read(text):
    return services(text.encode(), ORIGIN, AT)


def soap(name, taken, *, element="tns:Taken", types=""):
    """Describe one operation of SOAP that takes one element of a content."""
    return SOAP_ONLY.replace("GetAll", name).replace(
        f'<s:element name="{name}"><s:complexType/></s:element>', f'<s:element name="Taken"{taken}{types}'
    ).replace(f'element="tns:{name}"', f'element="{element}"')  # fmt: skip


def test_what_reads_by_get_and_needs_no_value_is_named():
    found = read(description("/ws/a.asmx/GetList", "page"))
    assert [one.target for one in found.endpoints] == ["/ws/a.asmx/GetList?page=1"]
    assert found.posted == 0


@pytest.mark.parametrize("name", ["RebuildAll", "SendMails", "GetAndDelete", "Ping"])
def test_what_does_not_say_that_it_reads_is_never_asked(name):
    found = read(description(f"/ws/a.asmx/{name}", "page"))
    assert (found.endpoints, found.posted) == ((), 0)
    assert read(SOAP_ONLY.replace("GetAll", name)).posted == 0


def test_an_operation_that_needs_a_value_is_left_out():
    assert read(description("/ws/a.asmx/GetList", "sfzh")).endpoints == ()


@pytest.mark.parametrize(
    ("old", "new", "posted"),
    [
        ('verb="GET"', 'verb="POST"', 0),
        ('part name="page" type="s:int"', "x/><wsdl:documentation", 0),
        ('location="/GetList"', 'location="/GetList/(page)"', 0),
        ('location="http://10.0.0.8:8080/ws/a.asmx"', 'location="http://["', 0),
        ('input message="tns:GetListHttpGetIn"', 'input message="tns:Elsewhere"', 1),
    ],
    ids=["posted with a value", "no part", "a value in its path", "no address", "message elsewhere"],
)
def test_a_binding_to_http_is_read_for_what_it_says(old, new, posted):
    whole = description("/ws/a.asmx/GetList", "page")
    assert old in whole
    found = read(whole.replace(old, new))
    plain = ["/ws/a.asmx/GetList"] if "documentation" in new else []
    assert ([one.target for one in found.endpoints], found.posted) == (plain, posted)


@pytest.mark.parametrize(
    ("text", "posted"),
    [
        (SOAP_ONLY, 1),
        (soap("QueryAll", f">{EMPTY}</s:element>"), 1),
        (soap("QueryAll", f">{NEEDS}</s:element>"), 0),
        (soap("QueryAll", ' type="s:string"/>'), 1),
        (soap("QueryAll", ' type="tns:T"/>', types=TYPED), 0),
        (soap("QueryAll", f">{EMPTY}</s:element>", element="tns:Elsewhere"), 1),
        (SOAP_ONLY.replace('message="tns:GetAllSoapIn"', 'message="tns:Elsewhere"'), 1),
        (SOAP_ONLY.replace('port name="Soap" binding="tns:Soap"', 'port name="Soap" binding="tns:Other"'), 1),
        (SOAP_ONLY.replace('element="tns:GetAll"', 'type="s:string"'), 0),
    ],
    ids=["empty", "empty sequence", "needs a number", "of a type elsewhere", "of a type that needs one",
         "described elsewhere", "message elsewhere", "binding elsewhere", "a plain value"],
)  # fmt: skip
def test_what_only_soap_reaches_is_counted_where_it_may_need_nothing(text, posted):
    found = read(text)
    assert (found.endpoints, found.posted) == ((), posted)


def test_an_operation_that_get_reaches_too_is_not_counted_twice():
    both = description("/ws/a.asmx/GetAll", "page").replace(
        "</wsdl:definitions>", SOAP_ONLY[SOAP_ONLY.index("<wsdl:types>") :].strip()
    )
    found = read(both)
    assert ([one.path for one in found.endpoints], found.posted) == (["/ws/a.asmx/GetAll"], 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "<a/>",
        f"<!DOCTYPE a [<!ENTITY b 'c'>]><wsdl:definitions {SPACES}>&b;</wsdl:definitions>",
        '<?xml version="1.0" encoding="none-such"?><a/>',
        "<a>" * 100_000,
    ],
)
def test_what_is_no_description_is_none(text):
    assert read(text) is None


def test_a_description_nested_deep_is_read_without_harm():
    deep = f"<wsdl:definitions {SPACES}>{'<s:a>' * 20_000}{'</s:a>' * 20_000}</wsdl:definitions>"
    assert read(deep).endpoints == ()


PIECES = ["GetAll", "tns:", "wsdl:", "location", "message", "part", "Soap", "http://", "name", "binding", '"']


@given(st.sampled_from(PIECES), st.sampled_from([*PIECES, ""]), st.integers(1, 8))
def test_no_description_makes_it_raise(old, new, times):
    for whole in (SOAP_ONLY, description("/ws/a.asmx/GetList", "page")):
        read(whole.replace(old, new, times))
