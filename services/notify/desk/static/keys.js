// Keys and the palette. Which key does what stands in keys.html; without this file every page works as well.

const dialog = document.querySelector("#keys");
const palette = document.querySelector("#palette");
const SINGLE = "desk:single-keys";
const ITEMS = ".card-head > a:first-child, table.orders tbody th a, .case-head a, .work-head a, .queue .document .command > summary";
const ROWS = "tr, .document, .card, .case, .work";
const does = {
  palette: openPalette, next: () => step(1), previous: () => step(-1), select, keys: () => dialog.showModal(),
  move: () => document.activeElement.closest(".card")?.querySelector("[data-move]")?.click(),
};
const bound = new Map();

if (dialog && palette) begin();

function begin() {
  for (const row of dialog.querySelectorAll("[data-does]"))
    for (const keys of row.dataset.keys.split(" ")) bound.set(keys, does[row.dataset.does]);
  document.addEventListener("keydown", press);
  const single = dialog.querySelector("[data-single-keys]");
  single.checked = singleKeys();
  single.addEventListener("change", () => localStorage.setItem(SINGLE, single.checked ? "yes" : "no"));
  const button = document.querySelector("[data-open-keys]");
  if (button) { button.hidden = false; button.addEventListener("click", () => dialog.showModal()); }
  preparePalette();
}

function press(event) {
  if (event.isComposing || event.altKey || types(event.target) || document.querySelector("dialog[open]")) return;
  const held = (event.ctrlKey ? "Control+" : "") + (event.metaKey ? "Meta+" : "");
  const act = bound.get(held + event.key);
  if (!act || !(held || singleKeys())) return;
  event.preventDefault();
  act();
}

// Whether a key pressed there writes something.
function types(target) {
  const silent = ["checkbox", "radio", "button", "submit"];
  if (target.matches("input")) return !silent.includes(target.type);
  return target.matches("textarea, select") || target.isContentEditable;
}

function singleKeys() {
  return localStorage.getItem(SINGLE) !== "no";
}

function step(by) {
  const items = [...document.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const row = document.activeElement.closest(ROWS);
  const at = items.findIndex((item) => item === document.activeElement || (row && row.contains(item)));
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1);
  items[next]?.focus();
  items[next]?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function select() {
  document.activeElement.closest(ROWS)?.querySelector('input[form="together"]')?.click();
}

// The palette: what is typed is an order's number, or words of a page or of a command that stands on this page.
function openPalette() {
  const input = palette.querySelector("input");
  input.value = "";
  palette.showModal();
  offer();
}

function preparePalette() {
  const input = palette.querySelector("input");
  input.addEventListener("input", offer);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") palette.querySelector('[aria-selected="true"]')?.click();
    else return;
    event.preventDefault();
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}

function offer() {
  const typed = palette.querySelector("input").value.trim();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one) => words.every((word) => one.text.toLowerCase().includes(word));
  const found = [...commands(), ...pages()].filter(fits);
  if (typed) found.push({ text: `${palette.dataset.find} ${typed}`, kind: "", go: () => find(typed) });
  const list = palette.querySelector("ul");
  list.replaceChildren(...found.map(option));
  move(0);
}

function option(one, nth) {
  const item = document.createElement("li");
  const kind = document.createElement("span");
  Object.assign(item, { id: `palette-${nth}`, role: "option", textContent: one.text });
  Object.assign(kind, { className: "soft", textContent: one.kind });
  item.append(" ", kind);
  item.addEventListener("click", () => { palette.close(); one.go(); });
  return item;
}

function move(by) {
  const items = [...palette.querySelectorAll('[role="option"]')];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = by ? Math.min(Math.max(at + by, 0), items.length - 1) : 0;
  items.forEach((item, nth) => item.setAttribute("aria-selected", String(nth === next)));
  items[next]?.scrollIntoView({ block: "nearest" });
  palette.querySelector("input").setAttribute("aria-activedescendant", items[next]?.id ?? "");
}

function pages() {
  const links = document.querySelectorAll(".top nav a, .shapes a:not([download]), .views li a, .choices a");
  return [...links].map((link) => ({ text: link.textContent.trim(), kind: palette.dataset.page, go: () => link.click() }));
}

function commands() {
  return [...document.querySelectorAll("details.command > summary")].map((summary) => ({
    text: [summary.textContent, summary.closest(".document, .work")?.querySelector("h3 > span, .work-head a")?.textContent]
      .filter(Boolean).map((text) => text.trim()).join(" · "),
    kind: palette.dataset.command,
    go: () => showCommand(summary.parentElement.id),
  }));
}

// By its id: what is live may have drawn the forms anew since the palette listed them, for a moment without this one.
function showCommand(id) {
  const details = document.getElementById(id);
  if (!details) return document.addEventListener("desk:drawn", () => showCommand(id), { once: true });
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
}

function find(name) {
  location.assign(`/desk/find?q=${encodeURIComponent(name)}`);
}
