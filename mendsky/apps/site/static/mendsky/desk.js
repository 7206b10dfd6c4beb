// SPDX-FileCopyrightText: 2026 The Mendsky authors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Keys of the desk: j and k move through a list; on a case, the letter beside an action opens its form.
// Parts that are marked live are asked for again while somebody looks at them.
// Everything works without it; nothing is sent by a key alone.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const actions = new Map([...document.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
  document.querySelectorAll(".hint, kbd").forEach((hint) => { hint.hidden = false; });

  const open = (action) => {
    action.open = true;
    const field = action.querySelector("textarea, input:not([type=hidden]), select, button");
    field.scrollIntoView({ block: "nearest" });
    field.focus();
  };
  const step = (by) => {
    const at = rows.indexOf(document.activeElement);
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next) next.focus();
  };

  if (location.hash) {
    const asked = document.getElementById(location.hash.slice(1));
    if (asked instanceof HTMLDetailsElement) open(asked);
  }
  const live = document.querySelector("[data-live]");
  const renew = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-live]").forEach((part) => {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
    });
  };
  // A server that does not answer leaves what was last seen, with its instant.
  if (live) setInterval(() => renew().catch(() => {}), 1000 * live.dataset.live);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing) return;
    if (event.key === "j" && rows.length) { step(1); event.preventDefault(); }
    else if (event.key === "k" && rows.length) { step(-1); event.preventDefault(); }
    else if (actions.has(event.key)) { open(actions.get(event.key)); event.preventDefault(); }
  });
})();
