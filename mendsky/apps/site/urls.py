# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from mendsky.apps.site.views import (
    affected,
    case,
    city,
    contact,
    desk,
    desk_case,
    desk_cases,
    desk_claims,
    desk_grant,
    desk_grants,
    desk_report,
    desk_system,
    desk_watch,
    font,
    home,
    language,
    method,
    organisation,
    places,
    probing,
    province,
    release,
    request_keys,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("places/", places.places, name="places"),
    path("provinces/<str:code>/", province.province, name="province"),
    path("cities/<str:code>/", city.city, name="city"),
    path("organisations/<uuid:organisation_id>/", organisation.organisation, name="organisation"),
    path("affected/", affected.affected, name="affected"),
    path("cases/<str:public_id>/", case.case, name="case"),
    path("releases/", release.releases, name="releases"),
    path("releases/key", release.key, name="release-key"),
    path("releases/<slug:release_id>.json", release.document, name="release-document"),
    path("releases/<slug:release_id>/", release.release, name="release"),
    path("method/", method.method, name="method"),
    path("probing/", probing.probing, name="probing"),
    path("desk/", desk.desk, name="desk"),
    path("desk/cases/", desk_cases.desk_cases, name="desk-cases"),
    path("desk/cases/<str:public_id>/", desk_case.desk_case, name="desk-case"),
    path("desk/reports/<uuid:report_id>/", desk_report.desk_report, name="desk-report"),
    path("desk/claims/", desk_claims.desk_claims, name="desk-claims"),
    path("desk/grants/", desk_grants.desk_grants, name="desk-grants"),
    path("desk/grants/<str:grant_id>/<int:version>/", desk_grant.desk_grant, name="desk-grant"),
    path("desk/systems/<uuid:system_id>/", desk_system.desk_system, name="desk-system"),
    path(
        "desk/systems/<uuid:system_id>/requests.csv",
        desk_system.desk_system_requests,
        name="desk-system-requests",
    ),
    path("desk/watch/", desk_watch.desk_watch, name="desk-watch"),
    path("language/<str:code>/", language.language, name="language"),
    path("fonts/nation.woff2", font.font, name="font"),
    path(".well-known/security.txt", contact.security_txt, name="security-txt"),
    path(".well-known/http-message-signatures-directory", request_keys.request_keys, name="request-keys"),
    path("robots.txt", contact.robots_txt, name="robots-txt"),
    path("accounts/", include("allauth.urls")),
    path("", include("mendsky.apps.cases.urls")),
    path("", include("mendsky.apps.leaks.urls")),
]
handler400 = "mendsky.apps.site.views.errors.bad_request"
handler403 = "mendsky.apps.site.views.errors.forbidden"
handler404 = "mendsky.apps.site.views.errors.not_found"
handler500 = "mendsky.apps.site.views.errors.failed"
