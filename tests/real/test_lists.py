# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents behind a real web server, which packs what it sends and answers ranges in its own way."""

import gzip

import pytest

from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab import office
from tests.people import resident_id
from tests.real.serving import HOST, look, opened_to_all

pytestmark = [pytest.mark.real, pytest.mark.timeout(120)]
KIND = "published-list"
ROWS = [("序号", "姓名", "身份证号码"), *((str(one), "虚构", resident_id(one)) for one in range(120))]
NOBODY = [(number, name, "某社区") for number, name, _ in ROWS]


@pytest.fixture
def nginx(servers, tmp_path):
    def start(files, *lines):
        root = tmp_path / "www"
        for name, content in {"index.html": b"<h1>made up</h1>", **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        opened_to_all(root)

        def command(port):
            inside = " ".join(lines)
            settings = tmp_path / "nginx.conf"
            settings.write_text(
                f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\n"
                f"http {{ access_log off; gzip on; gzip_types *; gzip_min_length 1;\n"
                f"server {{ listen {HOST}:{port}; root {root}; {inside} }} }}\n"
            )
            return ["-p", str(tmp_path), "-e", f"{tmp_path}/errors", "-c", str(settings)]

        return servers.start("nginx", "nginx", command)

    return start


def linking(form, words):
    return {"index.html": f'<meta charset="utf-8"><a href="/f/2015-3.{form}">{words}</a>'.encode()}


@pytest.mark.parametrize("form", office.DOCUMENTS)
def test_a_list_in_a_document_is_exposed_and_one_without_numbers_is_not(nginx, form):
    server = nginx(linking(form, "人员名单") | {f"f/2015-3.{form}": office.DOCUMENTS[form](ROWS)})
    seen = look(server, KIND)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group=f"/f/2015-3.{form}")), seen
    assert seen.records.low >= 15
    (server.folder / "www" / "f" / f"2015-3.{form}").write_bytes(office.DOCUMENTS[form](NOBODY))
    seen = look(server, KIND, places=(seen.place,))
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_a_list_that_a_packed_sitemap_alone_names_is_exposed_until_it_is_closed(nginx):
    place = Place(group="/f/mingdan.xlsx")
    files = {
        "robots.txt": b"User-agent: *\nDisallow:\n",
        "sitemap.xml": b"<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap></sitemapindex>",
        "map.xml.gz": gzip.compress(f"<urlset><url><loc>{place.group}</loc></url></urlset>".encode()),
        "f/mingdan.xlsx": office.workbook(ROWS),
    }
    seen = look(nginx(files), KIND)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, place), seen
    closed = look(nginx(files, "location /f/ { deny all; }"), KIND, places=(place,))
    assert (closed.answer, closed.cause) == (Answer.NOT_EXPOSED, None), closed


def test_a_damaged_document_is_undetermined(nginx):
    server = nginx(linking("xlsx", "人员名单") | {"f/2015-3.xlsx": office.workbook(NOBODY)[:900]})
    seen = look(server, KIND)
    assert (seen.answer, seen.cause) == (Answer.UNDETERMINED, Cause.UNREADABLE), seen
