// A card that is dragged to another column gives the command that leads there. The same by the menu of a card, and by key.
// Where a card stands is told by the departments: it is never moved here, it comes by itself when the command was done.

const board = document.querySelector("#board");
const dialog = document.querySelector("#moving");
let dragged = null;

if (board && dialog) begin();

function begin() {
  board.addEventListener("dragstart", start);
  board.addEventListener("dragend", end);
  board.addEventListener("dragover", (event) => { if (targetOf(event)) event.preventDefault(); });
  board.addEventListener("drop", drop);
  board.addEventListener("click", openMenu);
  dialog.addEventListener("submit", send);
}

async function start(event) {
  const card = event.target.closest?.(".card");
  if (!card) return;
  event.dataTransfer.setData("text/plain", card.dataset.order);
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
  for (const column of board.querySelectorAll(".is-target")) column.classList.remove("is-target");
}

function drop(event) {
  const column = targetOf(event);
  if (!column) return;
  event.preventDefault();
  const { card, forms } = dragged;
  for (const move of forms.querySelectorAll("[data-to]")) if (columnOf(move.dataset.to) !== column) move.remove();
  show(card, forms);
  const all = [...dialog.querySelectorAll("form.drawn")];
  if (all.length !== 1) return;
  all[0].closest("details").open = true;
  if (!all[0].querySelector("input:not([type=hidden]), select, textarea")) all[0].requestSubmit();
}

async function openMenu(event) {
  const link = event.target.closest("[data-move]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const card = link.closest(".card");
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
  if (event.target.getAttribute("method") !== "post") return;  // it has a field called method
  event.preventDefault();
  try {
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await fetch(event.target.getAttribute("action"), { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") done();
    else refused(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    put(told(dialog.dataset.away));
  }
}

function done() {
  dialog.close();
  document.querySelector("#said").textContent = dialog.dataset.moved;
}

function refused(answer) {
  const part = document.createElement("div");
  part.append(...answer.querySelectorAll("[role=alert], details.command"));
  put(part);
  if (!dialog.open) dialog.showModal();
}

async function movesOf(card) {
  const answer = await fetch(`/desk/moves/${card.dataset.order}`, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#moving-forms");
}

function targetOf(event) {
  return dragged?.forms && event.target.closest?.(".column.is-target");
}

function columnOf(stage) {
  return document.querySelector(`#column-${stage}`);
}
