// A search box with suggestions, after the ARIA combobox pattern: arrow keys choose, Enter follows, Escape closes.
// htmx fetches the list; without this file the box is an ordinary search field.

for (const input of document.querySelectorAll("[data-combobox]")) {
  const list = document.getElementById(input.dataset.combobox);
  enhance(input, list);
}

function enhance(input, list) {
  list.setAttribute("role", "listbox");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  }

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    if (!all.length) return;
    if (list.hidden) show(true);
    const place = all.indexOf(active());
    const next = place < 0 ? (by > 0 ? 0 : all.length - 1) : place + by;
    choose(all[next] ?? null);
  }

  const keys = {
    ArrowDown: (event) => { event.preventDefault(); step(1); },
    ArrowUp: (event) => { event.preventDefault(); step(-1); },
    Escape: (event) => { if (!list.hidden) { event.preventDefault(); show(false); } },
    Enter: (event) => { const option = active(); if (option) { event.preventDefault(); location.assign(option.dataset.address); } },
    Tab: () => show(false),
  };
  input.addEventListener("keydown", (event) => keys[event.key]?.(event));
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("focus", () => { if (options().length && input.value.trim()) show(true); });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  list.addEventListener("htmx:afterSwap", () => show(options().length > 0 && document.activeElement === input));
}
