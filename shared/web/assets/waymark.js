// Wakes the design system's components. Every page works without this file; with it, forms count characters,
// the Exit button empties the page at once, and errors take the focus.
import { initAll } from "./govuk-frontend.min.js";

if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
initAll();
