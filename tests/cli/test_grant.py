# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky grant`: explained and signed without a database, proven and revoked with one."""

import json
import stat

import pytest

from tests.cli.conftest import say
from tests.published import document
from tests.signing import OURS, THEIRS, listing, signed


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
    assert origin["unlooked"] is None
    keys = listing(tmp_path / "list", (OURS, grants[0]["signed_by"]))
    unlooked = mendsky("grant", "prove", path, by=None, MENDSKY_GRANT_KEYS=keys)
    assert unlooked.status == 1
    assert "NOT PROVEN: nothing was looked for, for the grant has no signature, and the list" in unlooked.out


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


SECRETS = {
    "test_identities": ["made-up-identity"],
    "accounts": [{"name": "trial", "passwords": ["made-up-word"]}],
}
OFFICE = "Office of a City"


@pytest.fixture
def files(tmp_path):
    """Give the folder of a directory with two grants that name what must not be shown."""
    grant = document(1)["grants"][0] | SECRETS | {"signed_by": OFFICE, "synthetic": False}
    whole = {
        "grants": [{**grant, "id": name, "expires": "2100-01-01T00:00:00Z"} for name in ("one", "other")]
    }
    (tmp_path / "directory.json").write_text(json.dumps(whole), encoding="utf-8")
    return tmp_path


def test_an_office_makes_a_key_signs_with_it_and_is_believed_once_its_key_is_listed(bare, home, files):
    made = bare("grant", "key", "-o", files / "office.pem", "--office", OFFICE)
    assert (made.status, made.err) == (0, "")
    assert stat.S_IMODE((files / "office.pem").stat().st_mode) == 0o600
    (files / "list").write_text(made.out, encoding="utf-8")
    done = bare(
        "grant", "sign", files / "directory.json", "--key", files / "office.pem", "-o", files / "out.json"
    )
    assert (done.status, done.out, done.err) == (0, "", "")
    before, after = (json.loads((files / name).read_text()) for name in ("directory.json", "out.json"))
    for grant in after["grants"]:
        assert made.out.startswith(grant.pop("signature")["key"])
    assert after == before
    told = bare("grant", "explain", files / "out.json", "--lang", "en", MENDSKY_GRANT_KEYS=files / "list")
    assert told.out.count(f"Signed with a listed key of {OFFICE}.\n") == 2
    assert "that nobody listed" in bare("grant", "explain", files / "out.json", "--lang", "en").out
    listed = {"MENDSKY_GRANT_KEYS": files / "list"}
    refused = say("import", files / "directory.json", home=home, **listed).is_refused()
    assert "has no signature, and the list of keys demands one" in refused
    assert say("import", files / "out.json", home=home, **listed).status == 0
    doctor = say("doctor", home=home, **listed).out
    assert "grant keys: 1 listed" in doctor
    assert "grant one version" not in doctor
    (files / "list").write_text("")
    powerless = say("doctor", home=home, **listed).out
    assert "FAIL grant keys: 0 listed; without power: " in powerless
    assert "grant one version 1 is signed with a key that is not in the list of keys" in powerless
    assert "made-up-" not in refused + told.out + doctor + powerless


def test_a_key_is_never_overwritten_and_its_line_is_completed_by_hand_where_no_office_is_named(
    bare, tmp_path
):
    made = bare("grant", "key", "-o", tmp_path / "office.pem")
    assert len(made.out) == 45
    assert "a blank and the office follow" in made.err
    before = (tmp_path / "office.pem").read_bytes()
    again = bare("grant", "key", "-o", tmp_path / "office.pem").is_refused()
    assert "office.pem: File exists" in again
    assert (tmp_path / "office.pem").read_bytes() == before
    assert "one line" in bare("grant", "key", "-o", tmp_path / "new.pem", "--office", "a\nb").is_refused()
    assert "cannot open" in bare("grant", "key", "-o", tmp_path / "none" / "new.pem").is_refused()
    assert not (tmp_path / "new.pem").exists()


def test_one_grant_of_several_is_signed_and_printed(bare, files):
    bare("grant", "key", "-o", files / "office.pem")
    one = bare(
        "grant", "sign", files / "directory.json", "--key", files / "office.pem", "--only", "other"
    ).json
    assert ["signature" in grant for grant in one["grants"]] == [False, True]


@pytest.mark.parametrize(
    ("changes", "options", "says"),
    [
        ({}, ("--only", "never"), "directory.json holds no grant of that identifier"),
        ({"rate": "made-up-rate"}, (), "grant: rate must be"),
        ({"test_identities": ["made-up-\ud800"]}, (), "written canonically"),
        ({}, ("--key", "directory.json"), "no private Ed25519 key"),
        ({}, ("--key", "none.pem"), "cannot open none.pem"),
        ({}, ("-o", "none/out.json"), "cannot open"),
    ],
)
def test_what_cannot_be_signed_is_one_line_and_nothing_is_written(bare, files, changes, options, says):
    bare("grant", "key", "-o", files / "office.pem")
    whole = json.loads((files / "directory.json").read_text())
    whole["grants"][1] |= changes
    (files / "directory.json").write_text(json.dumps(whole))
    words = ("grant", "sign", "directory.json", "--key", "office.pem", "-o", "out.json", *options)
    refused = bare(*words, folder=files).is_refused()
    assert says in refused
    assert "made-up-" not in refused
    assert {path.name for path in files.iterdir()} == {"directory.json", "office.pem"}


def test_a_document_that_was_changed_is_told_so(bare, tmp_path):
    path = tmp_path / "grant.json"
    path.write_text(json.dumps({**signed(document(1)["grants"][0]), "rate": 1000}))
    told = bare("grant", "explain", path, "--lang", "en").out
    assert "Its signature does not fit: it was changed after it was signed." in told
    assert "It is not signed as it must be here" in told


def test_a_probe_sends_nothing_under_a_grant_that_is_not_signed_by_its_office(bare, tmp_path):
    (grant,) = document(1)["grants"]
    path = tmp_path / "grant.json"
    path.write_text(json.dumps(signed(grant, THEIRS)))
    keys = listing(tmp_path / "list", (OURS, grant["signed_by"]))
    words = ("probe", grant["origins"][0], "--grant", path)
    assert "not in the list of keys" in bare(*words, MENDSKY_GRANT_KEYS=keys).is_refused()
    missing = bare(*words, MENDSKY_GRANT_KEYS=tmp_path / "none").is_refused()
    assert "cannot be read: No such file" in missing
