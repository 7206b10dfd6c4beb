# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Severity follows from what can be read or changed, how easily, about how many: never from a label."""

import csv
from importlib import resources

import pytest

from mendsky.core import probes
from mendsky.core.rules.severity import EASE, HIGH_RISK, RULE, SIZE, WEIGHT, is_high_risk, severity
from mendsky.nations.load import load

CN = load("cn")
ID, PHONE = "cn-resident-id", "cn-mobile"
SQL, LISTING, SEQUENTIAL = "sql-injection", "directory-listing", "sequential-records"

TABLE = [
    (SQL, {ID}, {"name"}, 8_220_000, "high", "numbers of millions by a tool"),
    (SQL, {ID}, {"name"}, 50, "high", "numbers by a tool, however few"),
    (LISTING, {ID}, {"name"}, 900, "high", "numbers in a file to download"),
    (SEQUENTIAL, {ID}, set(), None, "high", "numbers by a loop, of unknown extent"),
    (SQL, set(), set(), None, "high", "the store is open and nothing of it was seen"),
    (SQL, set(), {"identity-number"}, 20_000, "high", "the store holds the hidden numbers in full"),
    (SQL, {PHONE}, {"name", "phone"}, 20_000, "medium", "telephone numbers of a county"),
    (LISTING, {PHONE}, {"phone"}, 50, "low", "telephone numbers of an office"),
    (LISTING, set(), {"name"}, 8_220_000, "low", "names only, however many"),
    (SEQUENTIAL, set(), {"name", "identity-number"}, 8_220_000, "low", "names beside hidden numbers"),
    (SEQUENTIAL, set(), {"name", "address"}, 20_000, "medium", "names and addresses"),
    (LISTING, set(), {"diagnosis"}, 150, "high", "diagnoses are sensitive without a number"),
    (LISTING, set(), set(), None, "low", "a page that shows nothing of anybody"),
    ("weak-password", {ID}, {"name"}, 24_000, "high", "the office's own view of a county, by a guess"),
    ("weak-console-password", set(), set(), None, "high", "the server itself, by a guess"),
    ("weak-service-password", set(), set(), None, "high", "a store of which nothing was seen, by a guess"),
    ("lookup-by-id-only", {ID}, {"name"}, 31_000, "high", "whoever guesses numbers reads a county"),
    ("lookup-by-id-only", {PHONE}, {"phone"}, 31_000, "medium", "a telephone number for an identity number"),
    ("exposed-backup", {ID}, {"name"}, 45_000, "high", "the whole store in one download"),
    ("exposed-repository", set(), set(), 43_000, "high", "the keys to what the system holds"),
    ("exposed-repository", set(), set(), None, "high", "the same, of unknown extent"),
    ("exposed-repository", set(), set(), 50, "medium", "the keys to an office's records"),
    ("exposed-settings", set(), set(), None, "high", "the key to the database"),
    ("exposed-settings", {ID}, set(), 43_000, "high", "a log of a county's questions"),
    ("exposed-settings", {PHONE}, set(), 50, "low", "an office's telephone numbers in a log"),
    ("open-console", set(), set(), None, "high", "the memory or the database of the system"),
    ("open-api", {ID}, {"name"}, 43_000, "high", "made for programs, without a login"),
    ("open-store", {ID}, {"name"}, 43_000, "high", "the store itself, without a login"),
    ("open-redis", {ID}, {"name"}, 43_000, "high", "the store in memory, without a password"),
    ("open-memcached", {ID}, {"name"}, 43_000, "high", "the cache of records, without a password"),
    ("open-ftp", {ID}, {"name"}, 43_000, "high", "the whole file in one download"),
    ("open-rsync", {ID}, {"name"}, 43_000, "high", "the whole file in one command"),
    ("open-mongodb", {ID}, {"name"}, 43_000, "high", "the store itself, without a login"),
    ("open-ldap", {ID}, {"name"}, 43_000, "high", "the directory itself, without a login"),
    ("open-influxdb", {ID}, {"name"}, 43_000, "high", "the store itself, without a login"),
    ("open-bucket", {ID}, {"name"}, 43_000, "high", "every object, by one command"),
    ("open-nfs", {ID}, {"name"}, 43_000, "high", "every file, by one command"),
    ("open-etcd", {ID}, {"name"}, 43_000, "high", "the store itself, without a login"),
    ("open-zookeeper", {ID}, {"name"}, 43_000, "high", "the store itself, without a login"),
    ("published-list", set(), {"name", "identity-number"}, 6_000, "low", "names beside masked numbers"),
    ("published-list", {ID}, {"name"}, 6_000, "high", "the same list with its numbers in full"),
    ("identifiers-in-page", {ID}, {"name"}, 6_000, "high", "numbers in full in the source of a page"),
    ("open-to-any-origin", {ID}, {"name"}, 20_000, "high", "a county by a visitor's own browser"),
    ("wildcard-search", {ID}, {"name"}, 12_000, "high", "a county, for one sign"),
    ("export-without-login", {ID}, {"name"}, 12_000, "high", "a county in one table"),
    (
        "unlimited-enumeration",
        set(),
        {"name", "identity-number"},
        12_000,
        "low",
        "names beside hidden numbers",
    ),
    ("unlimited-enumeration", set(), {"diagnosis"}, 12_000, "high", "who has it, number by number"),
    ("object-references", {ID}, {"name"}, 12_000, "high", "a county, for whoever has an account"),
    ("path-traversal", set(), set(), 12_000, "high", "the password of a county's database"),
    ("error-page", {ID}, set(), 50, "medium", "a few numbers, now and then"),
    ("future-kind", {ID}, set(), 20_000, "high", "a kind without a row, numbers of a county"),
    ("future-kind", {ID}, set(), 50, "medium", "a kind without a row, numbers of an office"),
]


@pytest.mark.parametrize("row", TABLE, ids=[row[-1] for row in TABLE])
def test_a_level_has_its_reason(row):
    kind, kinds, classes, high, level, _reason = row
    assert severity(kind, kinds, classes, high, CN).level == level


def test_the_score_is_the_product_and_the_rule_is_named():
    answer = severity(SQL, {ID}, (), 20_000, CN)
    assert (answer.score, answer.rule) == (8 * 3 * 3, RULE)


CASE_2015 = list(
    csv.DictReader(resources.files("mendsky.lab").joinpath("story-2015.csv").read_text("utf-8").splitlines())
)
SEEN = {kind: ({ID}, {"name", "identity-number"}) for kind in EASE} | {
    LISTING: (set(), {"name", "employer"}),  # names and posts, no numbers
    "published-list": (set(), {"name", "identity-number"}),  # masked numbers
}
"""What each kind of the story shows: identifiers and classes of data."""


@pytest.mark.parametrize("row", CASE_2015, ids=[row["location"] for row in CASE_2015])
def test_of_the_case_of_2015_every_loophole_comes_out_as_it_was_published(row):
    kinds, classes = SEEN[row["kind"]]
    writable = row["location"] == "Shaanxi"
    answer = severity(row["kind"], kinds, classes, int(row["records"]), CN, writable=writable)
    assert answer.high_risk is (row["high_risk"] == "yes")
    assert (answer.level == "critical") is writable


def test_of_the_case_of_2015_forty_four_of_forty_six_are_high_risk():
    levels = [severity(row["kind"], *SEEN[row["kind"]], int(row["records"]), CN).level for row in CASE_2015]
    assert (len(levels), sum(map(is_high_risk, levels))) == (46, 44)


def test_what_can_be_changed_is_critical_only_where_it_is_high_risk():
    assert severity(SQL, {ID}, (), 50, CN, writable=True).level == "critical"
    assert severity(LISTING, set(), {"name"}, 50, CN, writable=True).level == "low"


@pytest.mark.parametrize("kind", [*EASE, "future-kind"])
@pytest.mark.parametrize("kinds", [{ID}, {PHONE}, {ID, PHONE}])
def test_more_people_are_never_less_severe(kind, kinds):
    scores = [severity(kind, kinds, (), high, CN).score for high in (0, 99, 100, 9_999, 10_000, 10**9)]
    assert scores == sorted(scores)


def test_nothing_but_sensitive_data_reaches_high_risk():
    most = max(ease.factor for ease in EASE.values()) * max(SIZE.values())
    assert WEIGHT[1] * most < HIGH_RISK <= WEIGHT[2] * most


def test_each_probe_has_its_ease():
    assert {entry.spec.kind for entry in probes.REGISTER} <= EASE.keys()


def test_an_unknown_class_or_kind_is_an_error():
    with pytest.raises(KeyError):
        severity(SQL, {"xx-number"}, (), 1, CN)
    with pytest.raises(KeyError):
        severity(SQL, (), {"aura"}, 1, CN)
