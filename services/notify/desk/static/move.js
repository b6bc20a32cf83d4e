// A card that is dragged to another column gives the command that leads there. The same by the menu of a card, and by key.
// Where a card stands is told by the departments: it is never moved here, it comes by itself when the command was done.

const dialog = document.querySelector("#moving");
let dragged = null;

if (dialog) begin();

// The board itself is another one whenever all of it was looked at anew.
function begin() {
  document.addEventListener("dragstart", start);
  document.addEventListener("dragend", end);
  document.addEventListener("dragover", (event) => { if (targetOf(event)) event.preventDefault(); });
  document.addEventListener("drop", drop);
  document.addEventListener("click", openMenu);
  dialog.addEventListener("submit", send);
}

// A card that was replaced while it was dragged has told no end.
async function start(event) {
  end();
  const card = event.target.closest?.(".card");
  if (!card) return;
  event.dataTransfer.setData("text/plain", orderOf(card));
  event.dataTransfer.effectAllowed = "move";
  const mine = dragged = { card, forms: null };
  const forms = await movesOf(card).catch(() => null);
  if (dragged !== mine || !forms) return;
  mine.forms = forms;
  for (const move of forms.querySelectorAll("[data-to]"))
    if (move.dataset.to !== card.dataset.stage) columnOf(move.dataset.to)?.classList.add("is-target");
}

function end() {
  dragged = null;
  for (const column of document.querySelectorAll(".column.is-target")) column.classList.remove("is-target");
}

function drop(event) {
  const column = targetOf(event);
  if (!column) return;
  event.preventDefault();
  const { card, forms } = dragged;
  end();
  for (const move of forms.querySelectorAll("[data-to]")) if (columnOf(move.dataset.to) !== column) move.remove();
  show(card, forms);
  const all = [...dialog.querySelectorAll("form.drawn")];
  if (all.length !== 1) return;
  all[0].closest("details").open = true;
  if (!all[0].querySelector("input:not([type=hidden]), select, textarea")) all[0].requestSubmit();
}

async function openMenu(event) {
  const card = event.target.closest("[data-move]")?.closest(".card");
  if (!card) return;
  show(card, await movesOf(card).catch(() => null));
}

function show(card, forms) {
  const name = card.querySelector("a").textContent;
  const head = dialog.querySelector("h2");
  head.dataset.text ??= head.textContent;
  head.textContent = `${head.dataset.text}: ${name}`;
  put(forms ?? told(dialog.dataset.away));
  if (!dialog.open) dialog.showModal();
}

function put(forms) {
  forms.id = "moving-forms";
  dialog.querySelector("#moving-forms").replaceWith(forms);
  document.dispatchEvent(new CustomEvent("desk:drawn", { detail: forms }));
}

function told(text) {
  const part = document.createElement("div");
  part.textContent = text;
  part.setAttribute("role", "alert");
  return part;
}

// Done, the answer leads on; refused, it is the form again with the reason.
async function send(event) {
  const form = event.target;
  if (form.getAttribute("method") !== "post") return;  // it has a field called method
  event.preventDefault();
  try {
    const answer = await asked(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.type === "opaqueredirect") done();
    else refused(form, parsed(await answer.text()));
  } catch {
    notSent(form);
  }
}

// To who is not signed in any more the desk tells where the sign-in is; as a plain redirect it would look like something done.
async function asked(url, how = {}) {
  const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", headers: { "HX-Request": "true" }, ...how });
  const signIn = answer.status === 401 && answer.headers.get("HX-Redirect");
  if (!signIn) return answer;
  location.assign(signIn);
  return new Promise(() => {});
}

function done() {
  dialog.close();
  document.querySelector("#said").textContent = dialog.dataset.moved;
}

function refused(form, answer) {
  const parts = answer.querySelectorAll("[role=alert], details.command");
  if (!parts.length) return notSent(form);
  const part = document.createElement("div");
  part.append(...parts);
  put(part);
  if (!dialog.open) dialog.showModal();
}

// What was typed stays, and the key under which it is sent again and yet done once.
function notSent(form) {
  const forms = dialog.querySelector("#moving-forms");
  forms.querySelector(":scope > [role=alert]")?.remove();
  forms.prepend(told(dialog.dataset.away));
  form.querySelector("button.main").disabled = false;
  if (!dialog.open) dialog.showModal();
}

async function movesOf(card) {
  const answer = await asked(`/desk/moves/${orderOf(card)}`);
  if (!answer.ok) throw new Error(answer.status);
  return parsed(await answer.text()).querySelector("#moving-forms");
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function orderOf(card) {
  return card.id.slice("card-".length);
}

function targetOf(event) {
  return dragged?.forms && event.target.closest?.(".column.is-target");
}

function columnOf(stage) {
  return document.querySelector(`#column-${stage}`);
}
