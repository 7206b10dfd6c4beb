# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of a citizen's report."""

from django.urls import path

from mendsky.apps.leaks.views import follow, report

urlpatterns = [
    path("affected/report/", report.report, name="citizen-report"),
    path("reports/", follow.find, name="report-find"),
    path("reports/<str:code>/", follow.follow, name="report-follow"),
]
