# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest


@pytest.mark.parametrize(
    ("role", "address", "shown"),
    [
        ("handler", "/desk/", ["/desk/", "/desk/cases/", "/desk/watch/"]),
        ("publisher", "/desk/", ["/desk/", "/desk/cases/"]),
        ("administrator", "/desk/watch/", ["/desk/watch/"]),
    ],
)
def test_everybody_sees_the_tabs_that_open_for_them(logged_in, role, address, shown):
    said = logged_in(role).get(address).text
    tabs = said[said.index('<nav class="tabs"') :]
    tabs = tabs[: tabs.index("</nav>")]
    assert [tab for tab in ("/desk/", "/desk/cases/", "/desk/watch/") if f'href="{tab}"' in tabs] == shown
    assert tabs.count("aria-current") == 1
