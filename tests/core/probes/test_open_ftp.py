# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_ftp import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.files import kept_file
from mendsky.lab.open_ftp.store import service
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "ftp://yb.lab.test:21"
READING = {"USER", "PASS", "TYPE", "PWD", "CWD", "EPSV", "PASV", "LIST", "RETR"}


def people(number=900):
    return kept_file("".join(f"{one},x,{resident_id(one)}\n" for one in range(number)).encode())


def nobody(lines=40):
    return kept_file(b"year,budget\n" + b"2014,17\n" * lines)


def play(files, refuses=lambda _: None, *, windows=False, **how):
    outcome, sent = converse(ORIGIN, service(files, refuses, windows=windows), ENTRY, **how)
    return (
        outcome.observations[0],
        b"".join(sent).decode(errors="surrogateescape").split("\r\n")[:-1],
        outcome,
    )


@pytest.mark.parametrize("windows", [False, True])
def test_a_file_with_people_is_exposed_at_its_directory_with_its_size_for_a_sample(windows):
    seen, sent, outcome = play({"/out/a.csv": people(), "/x.txt": nobody()}, windows=windows)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/out/"))
    assert seen.records.low <= 900 <= seen.records.high
    assert seen.records.sampled
    assert [line.target for line in outcome.transcript][:6] == [
        "connection", "USER anonymous", "PASS", "TYPE I", "PWD", "CWD",
    ]  # fmt: skip
    assert outcome.requests == len(outcome.transcript) == seen.requests
    assert {line.partition(" ")[0] for line in sent} <= READING


def test_neither_names_nor_content_stand_in_what_is_kept():
    _, _, outcome = play({"/out/secret-name.csv": people()})
    assert "secret-name" not in repr(outcome)
    assert resident_id(1)[:10] not in repr(outcome)


def test_no_more_of_a_file_is_read_than_the_grant_lets_a_sample_read():
    _, _, outcome = play({"/a.csv": people()}, sample_records=8)
    (read,) = [line for line in outcome.transcript if line.target == "RETR"]
    assert read.length <= 8 * 19 + 100
    seen, sent, _ = play({"/a.csv": people()}, sample_records=7)
    assert (seen.cause, any(line.startswith("RETR") for line in sent)) == (Cause.NOT_GRANTED, False)


def test_a_dump_that_begins_with_its_columns_is_read_on():
    file = kept_file(b"-- columns\n" * 60 + people(50).read(0, 9999))
    assert play({"/a.sql": file})[0].answer is Answer.EXPOSED
    assert play({"/a.sql": kept_file(b"-- columns\n" * 6000)})[0].cause is Cause.OVER_BUDGET


def test_names_that_are_numbers_count_and_are_never_asked_for():
    files = {f"/{resident_id(number)}.jpg": nobody() for number in range(5)}
    seen, sent, _ = play(files)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/"))
    assert not any(resident_id(1) in line for line in sent)
    seen, sent, _ = play({"/99999999999.csv": people()})
    assert (seen.cause, any("9999999" in line for line in sent)) == (Cause.OVER_BUDGET, False)


def test_names_in_other_charsets_are_asked_for_as_they_are_written():
    name = "名单".encode("gbk").decode(errors="surrogateescape")
    seen, sent, _ = play({f"/{name}/{name}.csv": people()})
    assert (seen.answer, seen.place.group) == (Answer.EXPOSED, "/%C3%FB%B5%A5/")
    again, _, _ = play({f"/{name}/{name}.csv": people()}, places={SPEC.kind: (seen.place,)})
    assert again.place == seen.place
    assert f"RETR {name}.csv" in sent


@pytest.mark.parametrize(
    "files",
    [{}, {"/readme.txt": nobody()}, {"/a.csv": nobody(), "/pub/b.txt": nobody(), "/pub/c.iso": nobody(9999)}],
    ids=["empty", "a readme", "files of nobody"],
)
def test_an_open_server_that_shows_nobody_is_no_finding(files):
    seen = play(files)[0]
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


@pytest.mark.parametrize(
    "files",
    [
        {f"/{number}.csv": nobody() for number in range(9)},
        {f"/d{number}/a.csv": nobody() for number in range(9)},
        {"/a.rar": nobody()},
        {"/a.sql": nobody(9999)},
    ],
    ids=["many files", "many directories", "a sealed archive", "a long dump"],
)
def test_what_was_not_looked_at_is_not_called_clean(files):
    assert play(files)[0].cause is Cause.OVER_BUDGET


REFUSALS = {
    ("USER", b"530 no visitors\r\n"): None,
    ("PASS", b"530 Login incorrect.\r\n"): None,
    ("USER", b"530 Non-anonymous sessions must use encryption.\r\n"): None,
    ("USER", b"530 Anonymous sessions must use encryption.\r\n"): Cause.BLOCKED,
    ("USER", b"550 SSL/TLS required on the control channel\r\n"): Cause.BLOCKED,
    ("USER", b"421 too many\r\n"): Cause.SERVER_ERROR,
    ("USER", b"500 what?\r\n"): Cause.BLOCKED,
    ("CWD", b"530 log in\r\n"): Cause.BLOCKED,
    ("EPSV", b"229 (|||80|)\r\n"): Cause.REDIRECTED,
    ("LIST", b"425 no\r\n"): Cause.BLOCKED,
    ("LIST", b"550 no\r\n"): None,
    ("PWD", b"hello\r\n"): Cause.NO_ANSWER,
}


@pytest.mark.parametrize(("command", "reply"), REFUSALS)
def test_a_refusal_is_a_repair_or_may_hide_anything(command, reply):
    seen, _, _ = play({"/a.csv": people()}, lambda line: reply if line.startswith(command) else None)
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (REFUSALS[command, reply], seen.cause is None)


TLS = {"AUTH", "PBSZ", "PROT"}


@pytest.mark.parametrize(
    ("refused", "reply"),
    [
        ("USER", b"530 Anonymous sessions must use encryption.\r\n"),
        ("USER", b"550 SSL/TLS required on the control channel\r\n"),
        ("USER", b"421 Sorry, cleartext sessions are not accepted here.\r\n"),
        ("LIST", b"522 Data connections must be encrypted.\r\n"),
        ("LIST", b"521 PROT P required\r\n"),
    ],
)
def test_what_is_had_within_tls_alone_is_asked_there_on_a_new_connection(refused, reply):
    seen, sent, outcome = play_within_tls({"/out/a.csv": people()}, refused, reply)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/out/"))
    named = [line.target for line in outcome.transcript]
    assert named[named.index("AUTH TLS") - 1 :][:3] == ["connection", "AUTH TLS", "TLS handshake"]
    transfers = named.count("LIST") + named.count("RETR") - (refused == "LIST")
    assert named.count("TLS handshake of the data connection") == transfers
    assert {line.partition(" ")[0] for line in sent} <= READING | TLS
    assert outcome.requests == len(outcome.transcript) == seen.requests


def test_a_server_that_wants_tls_within_tls_too_cannot_be_told():
    seen, _, _ = play_within_tls({"/a.csv": people()}, "USER", b"530 use encryption\r\n", always=True)
    assert seen.cause is Cause.BLOCKED


def play_within_tls(files, refused, reply, *, always=False):
    """Visit a server that refuses one command with these words until TLS is begun, or always."""

    def begin():
        talk, begun = service(files)(), False

        def answer(came):
            nonlocal begun
            if came.startswith(refused.encode()) and (always or not begun):
                return Said(content=reply)
            if came == b"AUTH TLS\r\n":
                begun = True
                return Said(content=b"234 begin\r\n", starts_tls=True)
            protects = begun and came in {b"PBSZ 0\r\n", b"PROT P\r\n"}
            return Said(content=b"200 x\r\n") if protects else talk(came)

        return answer

    outcome, sent = converse(ORIGIN, begin, ENTRY)
    lines = b"".join(sent).decode(errors="surrogateescape").split("\r\n")[:-1]
    return outcome.observations[0], lines, outcome


def test_a_control_that_is_not_answered_plainly_proves_nothing():
    def closes(line):
        return b"530 log in\r\n" if line.startswith("CWD /qzx") else None

    assert play({"/a.csv": people()}, closes)[0].cause is Cause.UNSTABLE


PIECES = [b"220 a\r\n", b"331 b\r\n", b"230 c\r\n", b'257 "/"\r\n', b"250 d\r\n", b"229 (|||50001|)\r\n"]
PIECES += [
    b"150 e\r\n226 f\r\n",
    b"150 e\r\n",
    b"550 g\r\n",
    b"426 h\r\n",
    b"220-",
    b"x",
    b"",
    b"229 (|||7|)\r\n",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14), st.binary(max_size=90))
def test_no_service_makes_it_raise_or_cost_more(pieces, beside):
    turns = iter(pieces * 99)
    outcome, _ = converse(ORIGIN, lambda: lambda _: Said(content=next(turns), beside=beside), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == outcome.requests <= SPEC.cost
