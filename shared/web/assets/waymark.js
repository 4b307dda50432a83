// Wakes the design system's components. Every page works without this file; with it, forms count characters,
// the Exit button empties the page at once, and errors take the focus.
import { initAll } from "./govuk-frontend.min.js";

if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
initAll();

// Meeting mode: how long the case before the panel has taken, beside its planned minutes. Not read aloud as it runs.
for (const clock of document.querySelectorAll("[data-planned-minutes]")) {
  const planned = Number(clock.dataset.plannedMinutes);
  const begun = Date.now();
  setInterval(() => {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    const taken = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.textContent = `${taken} of ${planned} min${seconds > planned * 60 ? ", over time" : ""}`;
  }, 1000);
}
