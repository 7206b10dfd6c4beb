# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.probes.notices import asking, bare, is_notice, linked, place_of
from mendsky.core.probes.surface import Explored, Surface
from mendsky.core.probes.targets import Parameter
from mendsky.core.terms.probing import Place, Reading

LINKS = ("/notice/7", "/logout", "/p/33010218900101001", "/a.html")
SURFACE = Surface(pages=(), links=LINKS, parameters=(), logins=(), login_box=False, cause=None)


def test_what_acts_or_may_name_somebody_is_not_asked():
    assert linked(SURFACE) == ["/notice/7", "/a.html"]


@pytest.mark.parametrize(
    ("link", "notice"),
    [("/notice/7", True), ("/show?id=7", True), ("/a.html", False), ("/7.pdf", False), ("/7.csv", False)],
)
def test_a_notice_is_a_page_with_a_number_of_its_own(link, notice):
    assert is_notice(link) is notice


def test_a_number_in_a_path_names_a_document():
    assert place_of("/notice/7") == Place(group="/notice/7")
    assert place_of("/show?id=7&x=a") == Place(group="/show", parameters=("id",))


def test_a_notice_is_shared_by_the_probes_of_a_visit():
    assert not asking("/notice/7").fresh


def test_one_linked_address_is_asked_without_its_parameters():
    weak, seen = (Parameter(path=path, fields=(("a", "1"),), name="a") for path in ("/weak", "/seen"))
    read = Explored(asked="/seen", reading=Reading(), cut=False)
    assert bare(replace(SURFACE, parameters=(seen, weak), pages=(read,))) == "/weak"
    assert bare(replace(SURFACE, parameters=(seen,), errors=(read,))) is None
