# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky grant explain`, without a database."""

import json

import pytest

from tests.cli.conftest import say
from tests.published import document


@pytest.fixture
def explain(tmp_path):
    """Explain a document that was written to a file, in a home where nothing runs."""

    def explain(made, *options):
        path = tmp_path / "grant.json"
        path.write_text(made if isinstance(made, str) else json.dumps(made), encoding="utf-8")
        return say("grant", "explain", path, *options, home=tmp_path / "home")

    return explain


def test_a_grant_is_explained_in_the_nation_s_language_and_another(explain, tmp_path):
    made = document(1)["grants"][0]
    ours, theirs = explain(made), explain(made, "--lang", "en")
    assert (ours.status, ours.err, theirs.status, theirs.err) == (0, "", 0, "")
    assert ours.out.startswith(f"授权书 {made['id']}，")
    assert theirs.out.startswith(f"Grant {made['id']}, version {made['version']}\n")
    for identity in made["test_identities"]:
        assert identity not in ours.out + theirs.out
    assert not (tmp_path / "home").exists()


def test_a_directory_explains_its_grants_with_the_names_of_its_systems(explain):
    made = document(2)
    made["systems"].append({"origin": "nowhere"})
    (told,) = explain(made, "--json", "--lang", "zh-Hans").json["grants"]
    assert len(told["systems"]) == len(made["grants"][0]["origins"])
    named = made["systems"][0]["name"]
    name = named if isinstance(named, str) else named["zh-Hans"]
    assert name in {system["name"] for system in told["systems"]}


@pytest.mark.parametrize(
    ("made", "options", "says"),
    [
        ("{", (), "grant.json is not JSON"),
        ("[]", (), "does not hold a JSON object"),
        ({"grants": []}, (), "grant.json holds no grant"),
        ({"grants": [7]}, (), "grant.json holds no grant"),
        ({"id": "a"}, (), "grant: needs version"),
        ({"id": "a"}, ("--lang", "fr"), "there are zh-Hans, en"),
    ],
)
def test_what_is_no_grant_is_refused_in_one_line(explain, made, options, says):
    assert says in explain(made, *options).is_refused()


def test_the_token_of_a_consent_is_shown_and_kept_the_same(mendsky, tmp_path):
    path = tmp_path / "directory.json"
    grants = [
        {
            **document(1)["grants"][0],
            "basis": "consent",
            "synthetic": False,
            "expires": "2100-01-01T00:00:00Z",
            "origins": ["http://127.77.6.9:1"],
        }
    ]
    path.write_text(json.dumps({"grants": grants}), encoding="utf-8")
    shown = mendsky("grant", "prove", path)
    assert (shown.status, shown.err) == (1, "")
    assert "NOT PROVEN" in shown.out
    assert "nothing was noted" in shown.out
    assert "is not proven" in mendsky("import", path).out
    again = mendsky("grant", "prove", grants[0]["id"], "--json")
    ((origin,),) = [one["origins"] for one in again.json["grants"]]
    assert (again.status, origin["found"], origin["until"]) == (1, None, None)
    assert origin["line"] in shown.out
    assert origin["file"] == "https://127.77.6.9/.well-known/mendsky"


def test_what_needs_no_proof_is_refused(mendsky, tmp_path):
    path = tmp_path / "grant.json"
    path.write_text(json.dumps(document(1)["grants"][0]), encoding="utf-8")
    assert "holds no grant by consent" in mendsky("grant", "prove", path).is_refused()
    assert "no grant never" in mendsky("grant", "prove", "never").is_refused()


def test_a_grant_is_revoked_for_ever_and_an_unknown_one_refused(mendsky, tmp_path):
    path = tmp_path / "grant.json"
    grant = {**document(1)["grants"][0], "id": "taken-back", "synthetic": False}
    path.write_text(json.dumps({"grants": [{**grant, "expires": "2100-01-01T00:00:00Z"}]}), encoding="utf-8")
    assert mendsky("import", path).status == 0
    assert mendsky("grant", "revoke", "taken-back").out == "grant taken-back is revoked\n"
    assert "no grant never" in mendsky("grant", "revoke", "never").is_refused()
