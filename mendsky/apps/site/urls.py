# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from mendsky.apps.site.views import case, contact, desk, desk_case, font, home, language, method, release

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("cases/<str:public_id>/", case.case, name="case"),
    path("releases/", release.releases, name="releases"),
    path("releases/key", release.key, name="release-key"),
    path("releases/<slug:release_id>.json", release.document, name="release-document"),
    path("releases/<slug:release_id>/", release.release, name="release"),
    path("method/", method.method, name="method"),
    path("desk/", desk.desk, name="desk"),
    path("desk/cases/<str:public_id>/", desk_case.desk_case, name="desk-case"),
    path("language/<str:code>/", language.language, name="language"),
    path("fonts/nation.woff2", font.font, name="font"),
    path(".well-known/security.txt", contact.security_txt, name="security-txt"),
    path("robots.txt", contact.robots_txt, name="robots-txt"),
    path("accounts/", include("allauth.urls")),
    path("", include("mendsky.apps.cases.urls")),
]
handler400 = "mendsky.apps.site.views.errors.bad_request"
handler403 = "mendsky.apps.site.views.errors.forbidden"
handler404 = "mendsky.apps.site.views.errors.not_found"
handler500 = "mendsky.apps.site.views.errors.failed"
