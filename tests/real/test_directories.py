# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real directory, open and closed: *undetermined* on a healthy one is a fault of ours."""

import shutil
import subprocess

import pytest

from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from tests.people import resident_id
from tests.real.serving import HOST, look

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
BASE = "dc=office,dc=example"
PLACE = Place(group=f"/{BASE}")
HEAD = f"dn: {BASE}\nobjectClass: organization\nobjectClass: dcObject\no: made up\ndc: office\n"
CONTAINER = f"dn: ou=rs,{BASE}\nobjectClass: organizationalUnit\nou: rs\n"
SECRET = "userPassword: made-up-for-a-test\n"


def account(number, name, values):
    return f"dn: {name},ou=rs,{BASE}\nobjectClass: inetOrgPerson\nsn: x\ncn: {number}\n{values}{SECRET}"


def by_value(number):
    return account(number, f"cn={number}", f"employeeNumber: {resident_id(number)}\n")


def by_name(number):
    return account(number, f"uid={resident_id(number)}", "")


def in_words(number):
    # A value of 49 bytes: the length before it is a digit, as is what follows it.
    return account(number, f"cn={number}", f"description: {resident_id(number)}{'.' * 30}x\n")


def no_person(number):
    return (
        f"dn: documentIdentifier={number},ou=rs,{BASE}\nobjectClass: document\n"
        f"documentIdentifier: {number}\ndocumentTitle: {resident_id(number)}\n"
    )


def staff(number):
    return account(number, f"uid=staff{number}", "title: made up\n")


FORMS = {"a value": by_value, "a name": by_name, "among words": in_words, "no account": no_person}


@pytest.fixture
def slapd(servers, tmp_path):
    def start(make, *settings, people=40, scheme="ldap"):
        store, file, entries = tmp_path / "store", tmp_path / "slapd.conf", tmp_path / "entries.ldif"
        store.mkdir()
        entries.write_text("\n".join([HEAD, CONTAINER, *(make(number) for number in range(people))]))
        schemas = "".join(
            f"include /etc/ldap/schema/{name}.schema\n" for name in ("core", "cosine", "inetorgperson")
        )
        loaded = f"modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {tmp_path}/slapd.pid\n"
        of_server = "".join(f"{line}\n" for line in settings if not line.startswith("access"))
        rights = "".join(f"{line}\n" for line in settings if line.startswith("access"))
        database = f'database mdb\nsuffix "{BASE}"\ndirectory {store}\nindex objectClass eq\n'
        file.write_text(schemas + loaded + of_server + database + rights)

        def command(port):
            slapadd = shutil.which("slapadd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
            subprocess.run([slapadd, "-q", "-f", file, "-l", entries], check=True)
            return ["-d", "0", "-h", f"{scheme}://{HOST}:{port}/", "-f", str(file)]

        return servers.start("slapd", "slapd", command)

    return start


@pytest.mark.parametrize("form", FORMS)
def test_an_open_directory_with_people_is_exposed(slapd, form):
    server = slapd(FORMS[form])
    for places in ((), (PLACE,)):
        seen = look(server, "open-ldap", places=places)
        assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, PLACE), seen
        assert (seen.records.low, seen.records.high) == (5, None)


HALF = {
    "no bind of strangers": ["disallow bind_anon"],
    "a bind first": ["require bind"],
    "passwords alone": ["access to attrs=userPassword by anonymous auth", "access to * by * read"],
    "the root alone": ['access to dn.base="" by * none', "access to * by * read"],
}


@pytest.mark.parametrize("way", HALF)
def test_half_a_repair_is_none(slapd, way):
    seen = look(slapd(by_value, *HALF[way]), "open-ldap", places=(PLACE,))
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen


GOOD = {
    "strangers refused": ["disallow bind_anon", "require authc"],
    "a login first": ["require authc"],
    "rights": ["access to * by anonymous auth by users read"],
    "rights but for the root": ['access to dn.base="" by * read', "access to * by users read by * none"],
    "rights to values": ["access to attrs=employeeNumber by users read", "access to * by * read"],
}  # fmt: skip


@pytest.mark.parametrize("way", GOOD)
def test_a_directory_that_shows_strangers_nothing_is_clean(slapd, way):
    server = slapd(by_value, *GOOD[way])
    for places in ((), (PLACE,)):
        seen = look(server, "open-ldap", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.fixture
def tls(self_signed):
    key, certificate = self_signed
    return [f"TLSCertificateFile {certificate}", f"TLSCertificateKeyFile {key}"]


@pytest.mark.parametrize("wanted", ["security tls=1", "security ssf=56"])
def test_an_open_directory_within_tls_with_people_is_exposed(slapd, tls, wanted):
    seen = look(slapd(by_value, *tls, wanted), "open-ldap")
    assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, PLACE), seen


@pytest.mark.parametrize("form", FORMS)
def test_an_open_directory_within_tls_from_the_start_is_exposed(slapd, tls, form):
    seen = look(slapd(FORMS[form], *tls, scheme="ldaps"), "open-ldap", scheme="ldaps")
    assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, PLACE), seen


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
@pytest.mark.parametrize("way", GOOD)
def test_a_directory_that_shows_strangers_nothing_within_tls_is_clean(slapd, tls, way, scheme):
    server = slapd(by_value, *tls, "security tls=1", *GOOD[way], scheme=scheme)
    for places in ((), (PLACE,)):
        seen = look(server, "open-ldap", scheme=scheme, places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_a_directory_that_wants_tls_and_has_none_cannot_be_told(slapd):
    assert look(slapd(by_value, "security tls=1"), "open-ldap").cause is Cause.BLOCKED


@pytest.mark.parametrize("people", [0, 40])
def test_an_open_directory_without_numbers_is_no_finding(slapd, people):
    seen = look(slapd(staff, people=people), "open-ldap")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
