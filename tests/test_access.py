# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the site, asked by everybody in both ways, against one literal table.

An address that is not in the table fails the test, and so does a row without an address. Each
request is rolled back, so that all of them meet the same world.
"""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mendsky.apps.site.actions import ACTIONS
from tests import published

INSIDE, ELSEWHERE = "130000", "330000"
PEOPLE = (
    ("", ""),
    ("owner", INSIDE),
    ("finder", INSIDE),
    ("administrator", INSIDE),
    ("handler", INSIDE),
    ("reviewer", INSIDE),
    ("publisher", INSIDE),
    ("auditor", INSIDE),
    ("administrator", ELSEWHERE),
    ("handler", ELSEWHERE),
    ("reviewer", ELSEWHERE),
    ("publisher", ELSEWHERE),
    ("auditor", ELSEWHERE),
    ("handler", "CN"),
)
"""Who asks: a role and where it holds; first somebody without account, last a handler of the whole nation."""
TABLE: dict[str, dict[str, str]] = {
    "": {"GET": "200", "POST": "405"},
    ".well-known/http-message-signatures-directory": {"GET": "200", "POST": "405"},
    ".well-known/security.txt": {"GET": "200", "POST": "405"},
    # Rows of many words stand in the order of PEOPLE: nobody, owner, finder, administrator, handler,
    # reviewer, publisher, auditor; administrator, handler, reviewer, publisher, auditor elsewhere; nation.
    "accounts/2fa/": {
        "GET": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "login 405 405 405 405 405 405 405 405 405 405 405 405 405",
    },
    "accounts/2fa/authenticate/": {
        "GET": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
        "POST": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "accounts/2fa/reauthenticate/": {
        "GET": "login 403 403 403 403 403 403 403 403 403 403 403 403 403",
        "POST": "login 403 403 403 403 403 403 403 403 403 403 403 403 403",
    },
    "accounts/2fa/recovery-codes/": {
        "GET": "login 404 404 404 404 404 404 404 404 404 404 404 404 404",
        "POST": "login 405 405 405 405 405 405 405 405 405 405 405 405 405",
    },
    "accounts/2fa/recovery-codes/download/": {
        "GET": "login 404 404 404 404 404 404 404 404 404 404 404 404 404",
        "POST": "login 404 404 404 404 404 404 404 404 404 404 404 404 404",
    },
    "accounts/2fa/recovery-codes/generate/": {
        "GET": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
    },
    "accounts/2fa/totp/activate/": {
        "GET": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
    },
    "accounts/2fa/totp/deactivate/": {
        "GET": "login 404 404 404 404 404 404 404 404 404 404 404 404 404",
        "POST": "login 404 404 404 404 404 404 404 404 404 404 404 404 404",
    },
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": {"GET": "200", "POST": "404"},
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {"GET": "200", "POST": "200"},
    "accounts/confirm-email/": {"GET": "200", "POST": "405"},
    "accounts/email/": {
        "GET": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "accounts/inactive/": {"GET": "200", "POST": "405"},
    "accounts/login/": {
        "GET": "200 302 302 302 302 302 302 302 302 302 302 302 302 302",
        "POST": "200 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "accounts/login/code/confirm/": {
        "GET": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
        "POST": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "accounts/logout/": {
        "GET": "302 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "302",
    },
    "accounts/password/change/": {
        "GET": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
        "POST": "login 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "accounts/password/reset/": {"GET": "200", "POST": "200"},
    "accounts/password/reset/done/": {"GET": "200", "POST": "405"},
    "accounts/password/reset/key/done/": {"GET": "200", "POST": "405"},
    "accounts/password/set/": {
        "GET": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
        "POST": "login 200 200 200 200 200 200 200 200 200 200 200 200 200",
    },
    "accounts/reauthenticate/": {
        "GET": "login 403 403 403 403 403 403 403 403 403 403 403 403 403",
        "POST": "login 403 403 403 403 403 403 403 403 403 403 403 403 403",
    },
    "accounts/signup/": {
        "GET": "200 302 302 302 302 302 302 302 302 302 302 302 302 302",
        "POST": "200 302 302 302 302 302 302 302 302 302 302 302 302 302",
    },
    "affected/": {"GET": "200", "POST": "405"},
    "affected/report/": {"GET": "200", "POST": "400"},
    "cases/<str:public_id>/": {"GET": "200", "POST": "405"},
    "cities/<str:code>/": {"GET": "200", "POST": "405"},
    "desk/": {
        "GET": "login 403 403 403 200 200 200 200 403 200 200 200 200 200",
        "POST": "405",
    },
    "desk/cases/": {
        "GET": "login 403 403 403 200 200 200 200 403 200 200 200 200 200",
        "POST": "405",
    },
    "desk/cases/<str:public_id>/": {
        "GET": "login 403 403 403 200 200 200 200 403 403 403 403 403 200",
        "POST overrule": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST uphold": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST flag": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST confirm-flag": "login 403 403 403 400 400 403 403 403 403 403 403 403 400",
        "POST refuse-flag": "login 403 403 403 400 400 403 403 403 403 403 403 403 400",
        "POST release-statement": "login 403 403 403 303 403 303 403 403 403 403 403 403 303",
        "POST refuse-statement": "login 403 403 403 303 403 303 403 403 403 403 403 403 303",
        "POST note": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST retest": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST add-contact": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST wrong-contact": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST hold": "login 403 403 403 303 403 303 403 403 403 403 403 403 303",
        "POST transfer": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
    },
    "desk/claims/": {
        "GET": "login 403 403 200 200 200 403 200 200 200 200 403 200 200",
        "POST": "405",
    },
    "desk/grants/": {
        "GET": "login 403 403 200 200 200 403 200 200 200 200 403 200 200",
        "POST": "405",
    },
    "desk/grants/<str:grant_id>/<int:version>/": {
        "GET": "login 403 403 200 200 200 403 200 404 404 404 403 404 200",
        "POST revoke": "login 403 403 403 403 403 403 403 404 404 404 403 404 403",
    },
    "desk/reports/<uuid:report_id>/": {
        "GET": "login 403 403 403 200 403 403 403 403 403 403 403 403 200",
        "POST take-up": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
        "POST answer": "login 403 403 403 303 403 403 403 403 403 403 403 403 303",
    },
    "desk/systems/<uuid:system_id>/": {
        "GET": "login 403 403 200 200 200 403 200 403 403 403 403 403 200",
        "POST": "405",
    },
    "desk/systems/<uuid:system_id>/requests.csv": {
        "GET": "login 403 403 200 200 200 403 200 403 403 403 403 403 200",
        "POST": "405",
    },
    "desk/watch/": {
        "GET": "login 403 403 200 200 200 403 200 200 200 200 403 200 200",
        "POST stop": "login 403 403 303 303 403 403 403 303 303 403 403 403 303",
        "POST resume": "login 403 403 403 403 403 403 403 403 403 403 403 403 303",
    },
    "fonts/nation.woff2": {"GET": "200", "POST": "405"},
    "language/<str:code>/": {"GET": "302", "POST": "405"},
    "method/": {"GET": "200", "POST": "405"},
    "o/<str:token>/": {"GET": "200", "POST acknowledge": "303"},
    "o/<str:token>/census": {"GET": "405", "POST": "400"},
    "o/<str:token>/census-ticket.json": {"GET": "200", "POST": "405"},
    "o/<str:token>/requests.csv": {"GET": "200", "POST": "405"},
    "organisations/<uuid:organisation_id>/": {"GET": "404", "POST": "405"},
    "places/": {"GET": "200", "POST": "405"},
    "probing/": {"GET": "200", "POST": "405"},
    "provinces/<str:code>/": {"GET": "200", "POST": "405"},
    "releases/": {"GET": "200", "POST": "405"},
    "releases/<slug:release_id>.json": {"GET": "200", "POST": "405"},
    "releases/<slug:release_id>/": {"GET": "200", "POST": "405"},
    "releases/key": {"GET": "200", "POST": "405"},
    "reports/": {"GET": "200", "POST": "200"},
    "reports/<str:code>/": {"GET": "200", "POST": "405"},
    "robots.txt": {"GET": "200", "POST": "405"},
}
"""For each route and way to ask, the status: one for everybody, or one for each of `PEOPLE` in order."""


def addresses(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    from mendsky.runtime import settings as read_once

    settings.HOME = tmp_path
    monkeypatch.setattr(read_once, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def scene(synthetic, nation, monday, home):
    """Make a disputed case with a statement, a contact, a letter's link, a report and a release."""
    from mendsky.apps.cases import services as cases
    from mendsky.apps.cases.models import Case, Party
    from mendsky.apps.cases.services.letters import PURPOSE
    from mendsky.apps.directory import queries as directory
    from mendsky.apps.directory.services import import_document
    from mendsky.apps.leaks import services as leaks
    from mendsky.apps.leaks.models import CitizenReport, What
    from mendsky.apps.publication import services as publication
    from mendsky.apps.watch.models import Observation, SystemRun
    from mendsky.core.terms.cases import Actor, EventKind
    from mendsky.keys import links
    from mendsky.keys.vault import open_vault

    world = published.build(nation, monday)
    case = next(case for case in world.cases if case.division == "130900")
    contacts = [{"organisation": "office-130900", "email": "office@owner.test", "language": "en"}]
    import_document({"contacts": contacts}, now=monday, synthetic=True)
    run = SystemRun.objects.filter(system=case.system).get()
    Observation.objects.create(
        id=case.observation, run=run, system=case.system, probe=case.kind, version=1, answer="exposed",
        place_group=case.place_group, parameters=["id"], pack="cn/1", at=monday,
    )  # fmt: skip
    party = Party.objects.create(case=case, organisation=case.organisation, role="owner", told_at=monday)
    release = publication.release(monday)
    published.happen(case, EventKind.DISPUTE, monday, actor=Actor.OWNER, sealed={"text": "Not so."})
    cases.state(case.id, "We are sorry.", at=monday)
    code = leaks.submit(
        what=What.CARD_APPLIED, division="130900", happened_on=None, words="A card.", contact="",
        source="127.0.0.1", at=monday, today=monday.date(),
    )  # fmt: skip
    expires = monday + timedelta(days=30)
    link = {"purpose": PURPOSE, "case": str(case.id), "party": str(party.id), "expires": expires}
    return {
        "case": case,
        "statement": Case.objects.get(id=case.id).last_event_number,
        "contact": directory.contacts(case.organisation)[0].id,
        "other": next(other.organisation for other in world.cases if other.id != case.id),
        "values": {
            "<str:public_id>": case.public_id,
            "<slug:release_id>": release.id,
            "<uuid:organisation_id>": str(case.organisation),
            "<uuid:system_id>": str(case.system),
            "<uuid:report_id>": str(CitizenReport.objects.get().id),
            "<str:token>": links.make(open_vault(), **link),
        },
        "code": code,
    }


def forms(scene):
    """Give what each form sends, by route and action; a route without form sends nothing."""
    desk = {
        "overrule": {"text": "It is so."},
        "uphold": {"text": "It is not so."},
        "flag": {"text": "A specimen."},
        "confirm-flag": {"text": "So it is."},
        "refuse-flag": {"text": "It is none."},
        "release-statement": {"number": scene["statement"]},
        "refuse-statement": {"number": scene["statement"], "text": "Names a person."},
        "note": {"text": "Called."},
        "retest": {},
        "add-contact": {"email": "second@owner.test", "language": "en"},
        "wrong-contact": {"contact": scene["contact"]},
        "hold": {"until": "2015-04-01", "text": "The repair runs."},
        "transfer": {"organisation": scene["other"], "text": "Its server."},
    }
    assert set(desk) == set(ACTIONS)
    return {
        **{("desk/cases/<str:public_id>/", name): fields for name, fields in desk.items()},
        ("desk/watch/", "stop"): {},
        ("desk/watch/", "resume"): {},
        ("desk/grants/<str:grant_id>/<int:version>/", "revoke"): {},
        ("desk/reports/<uuid:report_id>/", "take-up"): {"case": scene["case"].public_id},
        ("desk/reports/<uuid:report_id>/", "answer"): {"text": "Thank you."},
        ("o/<str:token>/", "acknowledge"): {},
    }


def filled(route, scene):
    """Give an address of a route that names something of the scene."""
    known = {
        **scene["values"],
        "grants/<str:grant_id>/<int:version>": "grants/all-2015/1",
        "provinces/<str:code>": f"provinces/{INSIDE}",
        "cities/<str:code>": "cities/130900",
        "language/<str:code>": "language/en",
        "reports/<str:code>": f"reports/{scene['code']}",
        r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/forged/",
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-forged/",
    }
    for name, value in known.items():
        route = route.replace(name, value)
    assert "<" not in route, f"give {route} a value"
    return "/" + route


@pytest.fixture
def browsers(synthetic, home):
    """Log everybody in, each in a browser of their own."""
    from mendsky.apps.accounts.services import appoint
    from mendsky.core.terms.roles import Role

    def browser(role, division):
        client = Client(raise_request_exception=False)
        if role:
            user = appoint(email=f"{role}-{division}@desk.test", role=Role(role), division=division)
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return [browser(role, division) for role, division in PEOPLE]


def ask(browser, method, address, fields):
    """Send one request, undo whatever it did, and give its status; a way to the login is `login`."""
    cookies = SimpleCookie(browser.cookies.output(header="", sep=";"))
    with transaction.atomic():
        answer = browser.get(address) if method == "GET" else browser.post(address, fields)
        transaction.set_rollback(True)
    browser.cookies = cookies
    leads = answer.headers.get("Location", "")
    return "login" if leads.startswith("/accounts/login/") else str(answer.status_code)


def written(answers):
    """Write the answers as a cell of the table: one word where everybody gets the same."""
    return answers[0] if len(set(answers)) == 1 else " ".join(answers)


def test_everybody_gets_what_the_table_says_and_nothing_else(scene, browsers):
    routes = sorted(set(addresses()))
    sent = forms(scene)
    found = {}
    for route in routes:
        address = filled(route, scene)
        asked = [("GET", "GET", {})]
        actions = [name for of, name in sent if of == route]
        asked += [(f"POST {name}", "POST", {"action": name, **sent[route, name]}) for name in actions]
        asked += [] if actions else [("POST", "POST", {})]
        found[route] = {
            name: written([ask(browser, method, address, fields) for browser in browsers])
            for name, method, fields in asked
        }
    assert found == TABLE


def test_no_form_is_taken_without_its_token(scene, browsers):
    session = browsers[-1].cookies
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = session
    answers = {route: ask(careful, "POST", filled(route, scene), {}) for route in set(addresses())}
    assert {route: answer for route, answer in answers.items() if answer != "403"} == {}
