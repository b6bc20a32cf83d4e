// Small helpers of every page; all pages read without them.

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
