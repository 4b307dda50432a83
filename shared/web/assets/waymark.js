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

// A session may end while a long form is filled in; sending it then would lead to the sign-in page and lose what was
// typed. After a while it is looked first whether somebody is still signed in; the call screen does so by itself.
const LOOK_AFTER = 20 * 60 * 1000;
const opened = Date.now();
let looked = false;

async function stillSignedIn(form) {
  const answer = await fetch("/find");
  if (answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.elements.csrf.value = page.querySelector("[name=csrf]").value; // of a session that began meanwhile, perhaps
  return true;
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (looked || !form.elements.csrf || form.matches("[data-call]") || Date.now() - opened < LOOK_AFTER) return;
  event.preventDefault();
  looked = await stillSignedIn(form).catch(() => true);
  if (looked) {
    form.requestSubmit(submitter);
    return;
  }
  const says = form.querySelector("[data-signed-out]") || form.appendChild(document.createElement("p"));
  says.setAttribute("role", "alert");
  says.className = "govuk-inset-text";
  says.dataset.signedOut = "";
  says.textContent = "Not sent: you are signed out. Sign in again in another tab, then press the button once more. What you typed stays here.";
});
