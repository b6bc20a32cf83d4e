// What a page does besides being read; all of it reads without this.

// That something was done is said once, not again with each reload.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here);
}

// Who was led to a command finds its form open.
addEventListener("hashchange", openNamed);
openNamed();

function openNamed() {
  const named = document.getElementById(location.hash.slice(1))?.closest("details");
  if (named) named.open = true;
}

// A filter is sent as soon as it is chosen; its button is for those without scripts.
for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  form.querySelector("button:not([name])")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

// Fields that say nothing stay out of the address.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const empty = [...form.elements].filter((field) => field.name && !field.value);
  for (const field of empty) field.disabled = true;
  setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
});

// A menu closes when somebody goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});

// Rows of a list: new ones from the list's own template, and each can go again.
for (const rows of document.querySelectorAll("fieldset[data-rows]")) makeRows(rows);
document.addEventListener("desk:drawn", (event) => event.detail.querySelectorAll("fieldset[data-rows]").forEach(makeRows));

function makeRows(rows) {
  const list = rows.querySelector(":scope > ol");
  const adding = rows.querySelector(":scope > [data-add-row]");
  const template = rows.querySelector(":scope > template");
  let next = list.children.length;
  adding.hidden = false;
  for (const row of list.children) letGo(row);
  adding.addEventListener("click", () => {
    const row = template.content.firstElementChild.cloneNode(true);
    for (const part of row.querySelectorAll("*")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace("__row__", next));
      }
    }
    next += 1;
    list.append(row);
    letGo(row);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

function letGo(row) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", row.closest("[data-rows]").dataset.remove);
  button.addEventListener("click", () => row.remove());
  row.append(button);
}

// A form is sent once: its button rests until the answer comes.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("method") !== "post") return;  // a drawn form has a field called method
  const button = event.target.querySelector("button.main");
  if (button) setTimeout(() => { button.disabled = true; });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button.main:disabled")) button.disabled = false;
});
