// What the pages do beyond HTML: the CSRF token on HTMX requests, a word when an answer is slow, a word when none comes.
// Every page works without this file.

const SLOW_AFTER_MS = 1000;
const waiting = new WeakMap();

function progressFor(element) {
  const form = element.closest("form") ?? element;
  return form.querySelector("[data-progress]");
}

function tell(words) {
  const alert = document.createElement("div");
  alert.className = "ds-alert";
  alert.dataset.color = "danger";
  alert.append(Object.assign(document.createElement("p"), { textContent: words }));
  document.getElementById("messages").replaceChildren(alert);
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token.value;
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const progress = progressFor(detail.elt);
  if (!progress) return;
  const timer = setTimeout(() => { progress.textContent = progress.dataset.progress; }, SLOW_AFTER_MS);
  waiting.set(detail.xhr, { progress, timer });
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const messages = document.getElementById("messages");
  if (detail.failed && !messages.hasChildNodes()) tell(messages.dataset.noAnswer);
  const wait = waiting.get(detail.xhr);
  if (!wait) return;
  clearTimeout(wait.timer);
  wait.progress.textContent = "";
});

for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, () => tell(document.getElementById("messages").dataset.noAnswer));
}

// Browsers from before 2025 do not know <button command commandfor>.
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[commandfor]");
    if (!button) return;
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}
