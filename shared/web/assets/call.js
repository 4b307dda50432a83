// The call screen: what is typed is kept as it comes and the answer beside it follows; number keys answer the question
// in focus, Enter moves on. Without this file the buttons of the page do the same.
const form = document.querySelector("form[data-call]");
const KEPT_AFTER = 700;
const AGAIN_AFTER = 3000;
const QUESTIONS = ".wm-call__section .govuk-form-group";
const CONTROLS = "input:not([type=hidden]), select, textarea";

let running = null; // the request under way
let waiting = false; // something changed since it was sent
let timer = 0;
let left = false; // a button has been pressed that leads on
let signedOut = false; // the last request was refused for that, so no button leads on either

const field = (name) => form.elements.namedItem(name);
const kept = (text) => {
  form.querySelector("[data-kept]").textContent = text;
};

function keepSoon(after) {
  clearTimeout(timer);
  timer = setTimeout(() => keep(""), after);
}

async function keep(then) {
  if (left) return;
  if (running) {
    waiting = true;
    return;
  }
  clearTimeout(timer);
  waiting = false;
  const mine = new AbortController();
  running = mine;
  try {
    const body = new URLSearchParams(new FormData(form));
    if (then) body.set("then", then);
    let answer = await fetch("/intake/call/so-far", { method: "POST", body, signal: mine.signal });
    if (refused(answer) && (await signedInAgain())) {
      body.set("csrf", field("csrf").value);
      answer = await fetch("/intake/call/so-far", { method: "POST", body, signal: mine.signal });
    }
    signedOut = refused(answer);
    if (signedOut) {
      kept("Not kept: you are signed out. Sign in again in another tab; what you typed stays here.");
    } else if (answer.status === 413) {
      kept("Not kept: this is more than can be kept. Shorten the notes.");
    } else if (!answer.ok) {
      throw new Error(String(answer.status));
    } else if (!left) {
      show(await answer.text());
    }
  } catch (failed) {
    if (failed.name !== "AbortError") {
      kept("Not kept: no connection. What you typed stays here; it is tried again.");
      keepSoon(AGAIN_AFTER);
    }
  }
  if (running !== mine) return; // something more urgent was sent meanwhile
  running = null;
  if (waiting) keep("");
}

const refused = (answer) => answer.status === 401 || answer.status === 403 || answer.redirected;

// Whoever has signed in again in another tab has a new session, and any page of it has that session's mark.
async function signedInAgain() {
  const answer = await fetch("/intake/call");
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  field("csrf").value = page.querySelector("form[data-call] [name=csrf]").value;
  return true;
}

// What cannot wait for the request under way goes instead of it, with all that was typed.
function keepNow(then) {
  running?.abort();
  running = null;
  return keep(then);
}

// Focus stays where it is: only a link or a button of the old answer can have had it.
function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#so-far");
  const old = document.querySelector("#so-far");
  const outcome = old.querySelector("#outcome").textContent;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (focused) {
    const label = focused.textContent.trim();
    const twin = [...fresh.querySelectorAll("a, button")].find((each) => each.textContent.trim() === label);
    (twin || fresh.querySelector("#answer")).focus();
  }
  field("draft").value = fresh.dataset.draft;
  readClock(fresh.dataset);
  const says = fresh.querySelector("#outcome").textContent;
  if (fresh.dataset.notKept) kept(fresh.dataset.notKept);
  if (fresh.dataset.saved) kept(`Kept at ${fresh.dataset.saved}${says === outcome ? "" : `. ${says}`}`);
  // Domestic abuse was said, or taken back: the questions themselves are others now.
  if (fresh.dataset.turned !== form.dataset.turned && !waiting) {
    left = true;
    // On to what is asked next then, not to the answer, which says so by itself.
    const danger = field("_all.danger");
    form.action = `/intake/call#${danger.value ? "reaching" : "danger"}`;
    form.requestSubmit(form.querySelector(".wm-call__enter"));
  }
}

// The clock is counted by the server; between its answers the page only shows it running on.
let spent = 0;
let since = 0;

function readClock(told) {
  spent = Number(told.spent);
  since = told.since ? performance.now() : 0;
  field("_spent").value = told.spent;
  field("_since").value = told.since;
  form.querySelector("[data-pause]").textContent = told.since ? "Pause" : "Go on";
  form.querySelector(".wm-call__clock").classList.toggle("wm-call__clock--paused", !told.since);
  tick();
}

function tick() {
  const seconds = Math.floor(spent + (since ? (performance.now() - since) / 1000 : 0));
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  const shown = parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  form.querySelector("[data-clock]").textContent = shown;
}

// The number that is shown beside each choice answers; it is typed as it is wherever text is typed.
function answerByNumber(event) {
  const at = event.target;
  if (!/^[1-9]$/.test(event.key) || !["radio", "checkbox"].includes(at.type)) return;
  const group = at.closest("fieldset");
  const choice = group && group.querySelectorAll("input")[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  if (choice.type === "checkbox" || !choice.checked) choice.click();
}

function moveOn(event) {
  const at = event.target;
  const several = at.matches("textarea") && !event.ctrlKey && !event.metaKey; // there Enter is a new line
  if (event.key !== "Enter" || several || !at.matches(CONTROLS) || event.isComposing) return;
  event.preventDefault();
  const questions = [...form.querySelectorAll(QUESTIONS)].filter(
    (each) => each.checkVisibility() && !each.querySelector(".govuk-form-group"),
  );
  const next = questions[questions.indexOf(at.closest(".govuk-form-group")) + (event.shiftKey ? -1 : 1)];
  focusOn(next || document.querySelector("#answer"));
}

function focusOn(place) {
  const details = place.matches("details") ? place : place.querySelector(":scope > details:not([data-one-by-one])");
  if (details) details.open = true;
  const controls = [...(place.matches(CONTROLS) ? [place] : place.querySelectorAll(CONTROLS))];
  (controls.find((each) => each.checked && each.value) || controls[0] || place).focus();
}

function follow(event) {
  const link = event.target.closest("a[href^='#'], [data-ask]");
  const place = link && document.getElementById(link.dataset.ask || link.hash.slice(1));
  if (!place || !form.contains(link)) return;
  event.preventDefault();
  place.closest("details")?.setAttribute("open", "");
  focusOn(place);
}

if (form) {
  readClock(document.querySelector("#so-far").dataset);
  setInterval(tick, 1000);
  form.addEventListener("change", (event) => {
    keepSoon(0);
    if (event.target.name.startsWith("_all.") && event.target.value === "yes") {
      focusOn(event.target.closest("section").querySelector("[data-one-by-one]"));
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text], input[type=tel], input[type=email]")) keepSoon(KEPT_AFTER);
  });
  form.addEventListener("keydown", answerByNumber);
  form.addEventListener("keydown", moveOn);
  form.addEventListener("click", follow);
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-advise]")) return;
    event.preventDefault();
    keepNow("advise");
  });
  form.querySelector("[data-pause]").addEventListener("click", (event) => {
    event.preventDefault();
    keepNow("pause");
  });
  form.addEventListener("submit", async (event) => {
    if (signedOut) {
      // Going on would lead to the sign-in page and lose what was typed. Signed in again meanwhile, it goes on.
      event.preventDefault();
      const { name, value } = event.submitter;
      await keepNow("");
      if (!signedOut) form.requestSubmit(form.querySelector(`button[name="${name}"][value="${value}"]`));
      return;
    }
    left = true;
    clearTimeout(timer);
    running?.abort();
  });
  addEventListener("pagehide", () => {
    if (!left && (timer || waiting)) {
      fetch("/intake/call/so-far", { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
    }
  });
  // Back from a page that could not be had: the form is as it was left, and is kept again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    left = false;
    keep("");
  });
  if (form.dataset.opened) keep("");
}
