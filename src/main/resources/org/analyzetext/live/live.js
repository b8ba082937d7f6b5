"use strict";
// Fetches the sections anew; what has not changed stays as it is, so that a selection and the place in a table stay too.
(() => {
  const DISTANCE = 2000;
  const shown = new Map();
  let answered = Date.now();

  const banner = document.createElement("p");
  banner.className = "state held";
  banner.setAttribute("role", "alert");
  banner.hidden = true;
  document.querySelector("main").before(banner);

  function put(id, markup) {
    const section = document.getElementById(id);
    if (!section || shown.get(id) === markup) {
      return;
    }
    const places = [...section.querySelectorAll(".wide")].map((table) => table.scrollLeft);
    section.innerHTML = markup;
    section.querySelectorAll(".wide").forEach((table, i) => { table.scrollLeft = places[i] ?? 0; });
    shown.set(id, markup);
  }

  async function refresh() {
    const answer = await fetch("live.json", { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const live = await answer.json();
    Object.entries(live.sections).forEach(([id, markup]) => put(id, markup));
    document.title = live.title;
    answered = Date.now();
    banner.hidden = true;
  }

  function missed() {
    const seconds = Math.round((Date.now() - answered) / 1000);
    if (seconds > 5) {
      banner.textContent = `▲ No answer for ${seconds} s: the application has ended or can't be reached. What stands below is old.`;
      banner.hidden = false;
      document.title = "NO ANSWER · analyze-text";
    }
  }

  async function loop() {
    if (!document.hidden) {
      try {
        await refresh();
      } catch {
        missed();
      }
    }
    setTimeout(loop, DISTANCE);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      refresh().catch(missed);
    }
  });
  setTimeout(loop, DISTANCE);
})();
