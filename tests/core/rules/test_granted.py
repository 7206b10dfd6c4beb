# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.rules.granted import Cover, covering, decide
from mendsky.core.terms.grants import Ask, Basis, Grant, Hours, OptOut, Proof, ProofMethod, Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
ORIGIN = "http://yb.lab.test:8080"
WEDNESDAY_NOON = datetime(2015, 4, 22, 12, 0, tzinfo=SHANGHAI)

GRANT = Grant(
    id="g-1",
    version=1,
    signed_by="Office of a made-up city",
    legal_basis="made-up order 1",
    origins=frozenset({ORIGIN}),
    networks=(ip_network("127.9.0.0/16"),),
    paths=("/yb", "/open/"),
    excluded_paths=("/yb/admin",),
    hours=Hours(start=time(8), end=time(18), zone=SHANGHAI, weekdays=frozenset(range(5))),
    classes=frozenset({0, 1}),
    rate=5.0,
    daily_budget=1000,
    test_identities=(),
    sample_records=10,
    birth_years=(1800, 1899),
    valid_from=datetime(2015, 1, 1, tzinfo=UTC),
    expires=datetime(2016, 1, 1, tzinfo=UTC),
    revoked_at=None,
    synthetic=True,
)
ASK = Ask(
    origin=ORIGIN,
    address=ip_address("127.9.1.1"),
    path="/yb/query",
    method="GET",
    probe_class=1,
    at=WEDNESDAY_NOON,
    synthetic=True,
)

ASKED = {
    "as granted": ({}, True),
    "before resolution": ({"address": None}, True),
    "HEAD": ({"method": "HEAD"}, True),
    "POST": ({"method": "POST"}, False),
    "POST of a credential test that is not granted": ({"method": "POST", "probe_class": 3}, False),
    "DELETE": ({"method": "DELETE"}, False),
    "get in lower case": ({"method": "get"}, False),
    "class 0": ({"probe_class": 0}, True),
    "class 2": ({"probe_class": 2}, False),
    "a real installation": ({"synthetic": False}, False),
    "other port": ({"origin": "http://yb.lab.test:8081"}, False),
    "other scheme": ({"origin": "https://yb.lab.test:8080"}, False),
    "other host": ({"origin": "http://yb.lab.test.evil.test:8080"}, False),
    "origin without port": ({"origin": "http://yb.lab.test"}, False),
    "address beside the network": ({"address": ip_address("127.10.0.1")}, False),
    "private address": ({"address": ip_address("10.0.0.1")}, False),
    "global address outside the networks": ({"address": ip_address("8.8.8.8")}, False),
    "mapped address inside": ({"address": ip_address("::ffff:127.9.1.1")}, True),
    "mapped address outside": ({"address": ip_address("::ffff:127.0.0.1")}, False),
    "IPv6 loopback": ({"address": ip_address("::1")}, False),
    "the scope itself": ({"path": "/yb"}, True),
    "the scope with a query": ({"path": "/yb?x=../admin//"}, True),
    "beside the scope": ({"path": "/ybx"}, False),
    "folder scope": ({"path": "/open/x"}, True),
    "folder scope without slash": ({"path": "/open"}, False),
    "the front page": ({"path": "/"}, False),
    "excluded": ({"path": "/yb/admin"}, False),
    "below excluded": ({"path": "/yb/admin/users"}, False),
    "excluded in capitals": ({"path": "/yb/ADMIN/users"}, False),
    "excluded percent-encoded": ({"path": "/yb/%61dmin"}, False),
    "excluded with a parameter": ({"path": "/yb/admin;x=1/users"}, False),
    "beside excluded": ({"path": "/yb/administration"}, True),
    "dot segments": ({"path": "/yb/../admin"}, False),
    "one dot": ({"path": "/yb/./x"}, False),
    "dots with a parameter": ({"path": "/yb/..;/x"}, False),
    "encoded dots": ({"path": "/yb/%2e%2E/x"}, False),
    "half-encoded dots": ({"path": "/yb/.%2e/x"}, False),
    "twice encoded dots": ({"path": "/yb/%252e%252e/x"}, False),
    "encoded slash": ({"path": "/yb/..%2fx"}, False),
    "twice encoded slash": ({"path": "/yb/x%252Fadmin"}, False),
    "encoded backslash": ({"path": "/yb/x%5cadmin"}, False),
    "backslash": ({"path": "/yb\\admin"}, False),
    "empty segment": ({"path": "/yb//admin"}, False),
    "double slash first": ({"path": "//yb"}, False),
    "no slash first": ({"path": "yb"}, False),
    "empty": ({"path": ""}, False),
    "line end": ({"path": "/yb/x\r\nHost: y"}, False),
    "space": ({"path": "/yb/x y"}, False),
    "not ASCII": ({"path": "/yb/医"}, False),
    "a dot in a name": ({"path": "/yb/query.php"}, True),
    "percent-encoded name": ({"path": "/yb/%E5%8C%BB"}, True),
    "fragment": ({"path": "/yb/x#y"}, False),
    "first instant of the day": ({"at": datetime(2015, 4, 22, 8, 0, tzinfo=SHANGHAI)}, True),
    "before hours": ({"at": datetime(2015, 4, 22, 7, 59, 59, tzinfo=SHANGHAI)}, False),
    "at the end of hours": ({"at": datetime(2015, 4, 22, 18, 0, tzinfo=SHANGHAI)}, False),
    "noon UTC is evening there": ({"at": datetime(2015, 4, 22, 12, 0, tzinfo=UTC)}, False),
    "Saturday": ({"at": datetime(2015, 4, 25, 12, 0, tzinfo=SHANGHAI)}, False),
    "before valid": ({"at": datetime(2014, 12, 31, 12, 0, tzinfo=SHANGHAI)}, False),
    "after expiry": ({"at": datetime(2016, 1, 4, 12, 0, tzinfo=SHANGHAI)}, False),
    "a naive instant": ({"at": datetime(2015, 4, 22, 12, 0)}, False),  # noqa: DTZ001
}


@pytest.mark.parametrize("name", ASKED)
def test_the_grant_covers_exactly_what_it_names(name):
    change, covered = ASKED[name]
    refusal = decide(GRANT, replace(ASK, **change))
    assert (refusal is None) is covered
    assert refusal is None or "g-1" in refusal.reason


GRANTED = {
    "no class at all": ({"classes": frozenset()}, False),
    "no request a second": ({"rate": 0.0}, False),
    "no path at all": ({"paths": ()}, False),
    "every path": ({"paths": ("/",)}, True),
    "expires at the asked instant": ({"expires": WEDNESDAY_NOON}, False),
    "valid from the asked instant": ({"valid_from": WEDNESDAY_NOON}, True),
    "revoked before": ({"revoked_at": datetime(2015, 4, 1, tzinfo=UTC)}, False),
    "revoked later": ({"revoked_at": datetime(2015, 5, 1, tzinfo=UTC)}, True),
    "a real grant": ({"synthetic": False}, False),
    "networks empty": ({"networks": ()}, False),
    "everywhere does not name loopback": ({"networks": (ip_network("0.0.0.0/0"),)}, False),
    "loopback named": ({"networks": (ip_network("127.0.0.0/8"),)}, True),
    "one address named": ({"networks": (ip_network("127.9.1.1/32"),)}, True),
    "another family named": ({"networks": (ip_network("::1/128"),)}, False),
    "excluded with a slash": ({"excluded_paths": ("/yb/query/",)}, False),
    "all excluded": ({"excluded_paths": ("/",)}, False),
}


@pytest.mark.parametrize("name", GRANTED)
def test_each_field_of_the_grant_decides(name):
    change, covered = GRANTED[name]
    assert (decide(replace(GRANT, **change), ASK) is None) is covered


ADDRESSES = {
    "8.8.8.8": True,
    "2400:3200::1": True,
    "10.1.1.1": False,
    "192.168.1.1": False,
    "172.31.0.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "127.0.0.1": False,
    "0.0.0.0": False,  # noqa: S104 - an address to refuse
    "224.0.0.1": False,
    "255.255.255.255": False,
    "::1": False,
    "::": False,
    "fe80::1": False,
    "fd00::1": False,
    "ff02::1": False,
    "::ffff:10.1.1.1": False,
    "64:ff9b::a01:101": False,
    "2002:a01:101::1": False,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_networks_only_global_addresses_are_reached(address):
    grant = replace(GRANT, networks=())
    assert (decide(grant, replace(ASK, address=ip_address(address))) is None) is ADDRESSES[address]


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("10.0.0.0/8", "10.2.3.4"),
        ("169.254.1.0/24", "169.254.1.9"),
        ("fd00::/8", "fd00::2"),
        ("::1/128", "::1"),
    ],
)
def test_an_inside_address_is_reached_only_where_it_is_named(network, address):
    grant = replace(GRANT, networks=(ip_network(network),))
    assert decide(grant, replace(ASK, address=ip_address(address))) is None


NIGHT = Hours(start=time(22), end=time(4), zone=SHANGHAI, weekdays=frozenset({4}))


@pytest.mark.parametrize(
    ("at", "covered"),
    [
        (datetime(2015, 4, 24, 21, 59, tzinfo=SHANGHAI), False),
        (datetime(2015, 4, 24, 22, 0, tzinfo=SHANGHAI), True),
        (datetime(2015, 4, 25, 3, 59, tzinfo=SHANGHAI), True),
        (datetime(2015, 4, 25, 4, 0, tzinfo=SHANGHAI), False),
        (datetime(2015, 4, 24, 3, 0, tzinfo=SHANGHAI), False),
        (datetime(2015, 4, 25, 22, 0, tzinfo=SHANGHAI), False),
    ],
)
def test_a_night_belongs_to_the_evening_on_which_it_began(at, covered):
    assert (decide(replace(GRANT, hours=NIGHT), replace(ASK, at=at)) is None) is covered


def test_equal_hours_are_the_whole_day_of_the_named_weekdays():
    grant = replace(GRANT, hours=Hours(start=time(0), end=time(0), zone=SHANGHAI, weekdays=frozenset({2})))
    assert decide(grant, replace(ASK, at=datetime(2015, 4, 22, 3, 0, tzinfo=SHANGHAI))) is None
    assert decide(grant, replace(ASK, at=datetime(2015, 4, 23, 3, 0, tzinfo=SHANGHAI))) is not None


def test_covering_gives_the_grant_that_covers():
    other = replace(GRANT, id="g-0", origins=frozenset({"http://other.lab.test:80"}))
    assert covering([other, GRANT], ASK) == GRANT


def test_covering_gives_the_nearest_refusal():
    other = replace(GRANT, id="g-0", origins=frozenset({"http://other.lab.test:80"}))
    refusal = covering([other, GRANT], replace(ASK, probe_class=3))
    assert isinstance(refusal, Refusal)
    assert "g-1" in refusal.reason
    assert "class 3" in refusal.reason


def test_covering_refuses_where_no_grant_names_the_origin():
    assert covering([], ASK) == Refusal(reason=f"no grant names {ORIGIN}")


def test_an_older_wider_version_is_not_fallen_back_on():
    narrowed = replace(GRANT, version=2, classes=frozenset({0}))
    assert isinstance(covering([GRANT, narrowed], ASK), Refusal)
    assert isinstance(covering([narrowed, GRANT], ASK), Refusal)


@given(path=st.text(max_size=40).map(lambda text: f"/yb{text}"))
def test_no_path_makes_the_decision_raise_or_climb(path):
    if decide(GRANT, replace(ASK, path=path)) is None:
        scope = path.partition("?")[0]
        assert scope == "/yb" or scope.startswith("/yb/")
        assert ".." not in scope.split("/")


def test_a_login_is_posted_only_by_a_credential_test_that_is_granted():
    grant = replace(GRANT, classes=frozenset({0, 1, 2, 3}))
    refusals = [decide(grant, replace(ASK, method="POST", probe_class=number)) for number in range(4)]
    assert [refusal is None for refusal in refusals] == [False, False, False, True]


NOON = WEDNESDAY_NOON.astimezone(UTC)
HOUR = timedelta(hours=1)
HERE = OptOut(key="o-1", origin=ORIGIN, network=None, starts=NOON, ends=NOON + HOUR)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, True),
        ({"origin": "http://other.lab.test:8080"}, False),
        ({"starts": NOON + timedelta(seconds=1)}, False),
        ({"starts": NOON - HOUR, "ends": NOON}, False),
        ({"origin": "", "network": ip_network("127.9.1.0/24")}, True),
        ({"origin": "", "network": ip_network("127.9.2.0/24")}, False),
        ({"origin": "", "network": ip_network("::/0")}, False),
    ],
)
def test_what_is_opted_out_is_refused_for_its_time_whatever_is_granted(changes, refused):
    grant = replace(GRANT, opt_outs=(replace(HERE, **changes),))
    refusal = decide(grant, ASK)
    assert (refusal is not None) is refused
    if refusal is not None:
        assert refusal.reason.startswith("grant g-1: opt-out o-1 holds until ")


def test_an_opt_out_of_a_network_holds_for_its_addresses_written_as_ipv6():
    grant = replace(GRANT, opt_outs=(replace(HERE, origin="", network=ip_network("127.9.1.0/24")),))
    asked = replace(ASK, address=ip_address("::ffff:127.9.1.1"))
    assert decide(GRANT, asked) is None
    assert decide(grant, asked) is not None


def test_an_opt_out_of_a_network_cannot_be_told_before_the_address_is_known():
    grant = replace(GRANT, opt_outs=(replace(HERE, origin="", network=ip_network("127.9.1.0/24")),))
    assert decide(grant, replace(ASK, address=None)) is None


def test_an_opt_out_never_widens_a_grant():
    grant = replace(GRANT, opt_outs=(replace(HERE, origin="http://other.lab.test:8080"),))
    assert decide(grant, replace(ASK, path="/elsewhere")) is not None


@pytest.mark.parametrize("scheme", ["http", "https", "redis", "memcached"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "SEND", "send", "CONNECT"])
@pytest.mark.parametrize("probe_class", [1, 3])
def test_a_tcp_service_is_only_spoken_to_and_a_website_never(scheme, method, probe_class):
    origin = f"{scheme}://yb.lab.test:8080"
    grant = replace(GRANT, origins=frozenset({origin}), classes=frozenset({1, 3}), paths=("/",))
    ask = replace(ASK, origin=origin, method=method, probe_class=probe_class)
    web = method in {"GET", "HEAD"} or (method == "POST" and probe_class == 3)
    assert (decide(grant, ask) is None) == (web if scheme in {"http", "https"} else method == "SEND")


def test_a_website_s_grant_says_nothing_of_a_service_on_its_port():
    ask = replace(ASK, origin=ORIGIN.replace("http", "redis"), method="SEND", path="/yb")
    assert isinstance(decide(GRANT, ask), Refusal)


BY_CONSENT = replace(
    GRANT,
    basis=Basis.CONSENT,
    proofs=(
        Proof(
            origin=ORIGIN,
            method=ProofMethod.DNS,
            proven_at=WEDNESDAY_NOON,
            until=WEDNESDAY_NOON + timedelta(days=2),
        ),
    ),
)
OFTEN_ASKED = {
    "office hours": GRANT,
    "always": replace(GRANT, hours=Hours(start=time(0), end=time(0), zone=SHANGHAI)),
    "revoked": replace(GRANT, revoked_at=WEDNESDAY_NOON + timedelta(days=1)),
    "by consent": BY_CONSENT,
    "opted out": replace(
        GRANT,
        opt_outs=(
            OptOut(
                key="o",
                origin=ORIGIN,
                network=None,
                starts=WEDNESDAY_NOON,
                ends=WEDNESDAY_NOON + timedelta(days=1),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", OFTEN_ASKED)
@given(
    origin=st.sampled_from([ORIGIN, "redis://yb.lab.test:6379"]),
    address=st.sampled_from([ASK.address, None, ip_address("10.0.0.1")]),
    synthetic=st.booleans(),
    questions=st.lists(
        st.tuples(
            st.sampled_from(["/yb/query", "/yb/admin", "/"]),
            st.sampled_from(["GET", "POST", "SEND"]),
            st.integers(0, 3),
            st.timedeltas(timedelta(days=-200), timedelta(days=400)).map(WEDNESDAY_NOON.__add__),
        ),
        max_size=8,
    ),
)
def test_a_cover_that_was_asked_before_decides_as_if_it_had_not_been(
    name, origin, address, synthetic, questions
):
    grant = OFTEN_ASKED[name]
    cover = Cover(grant, origin, address, synthetic=synthetic)
    for path, method, probe_class, at in [*questions, *questions]:
        ask = Ask(
            origin=origin,
            address=address,
            path=path,
            method=method,
            probe_class=probe_class,
            at=at,
            synthetic=synthetic,
        )
        assert cover.refusal(path, method, probe_class, at) == decide(grant, ask)


@pytest.mark.parametrize("name", ["office hours", "always"])
def test_an_instant_without_a_zone_is_refused(name):
    refusal = decide(OFTEN_ASKED[name], replace(ASK, at=WEDNESDAY_NOON.replace(tzinfo=None)))
    assert refusal.reason.endswith("the instant has no time zone")
