# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of pages that a letter's link opens."""

from django.urls import path

from mendsky.apps.cases.views import owner, owner_requests

urlpatterns = [
    path("o/<str:token>/", owner.owner, name="owner"),
    path("o/<str:token>/requests.csv", owner_requests.requests, name="owner-requests"),
    path("o/<str:token>/census-ticket.json", owner.census_ticket, name="owner-census-ticket"),
    path("o/<str:token>/census", owner.census, name="owner-census"),
]
