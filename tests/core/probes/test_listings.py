# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.probes.listings import directories, files
from tests.people import resident_id


def test_the_directories_of_linked_files_of_data_are_given_once_and_none_that_acts():
    links = ("/a/x.csv", "/a/", "/b/y.XLSX?v=1", "/c/z.html", "/z.csv", "/delete/x.csv", "/d/x.dump")
    assert directories(links) == ["/a/", "/b/", "/d/"]


def test_files_that_may_hold_people_are_chosen_the_likeliest_first():
    named = [
        ("x.txt", "/x.txt"),
        ("b.zip", "/b.zip"),
        ("a.CSV", "/a.CSV"),
        ("p.pdf", "/p.pdf"),
        ("readme.txt", "/r"),
    ]
    found = files(named)
    assert (found.readable, found.others, found.count) == (("/a.CSV", "/x.txt"), 1, 3)


def test_a_file_whose_address_may_be_somebodys_number_is_counted_and_never_asked_for():
    number = resident_id(1)
    found = files([("x.csv", f"/{number}/x.csv"), (f"{number}.csv", f"/a/{number}.csv")])
    assert (found.readable, found.others) == ((), 2)
