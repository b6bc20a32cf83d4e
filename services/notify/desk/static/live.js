// What changes comes to the open page by itself: the stream names orders and exceptions, the page fetches what it shows of them.

import { tell } from "./reach.js";
import { exchange, nothingPressed, withFocus } from "./steady.js";
import { listen } from "./stream.js";

const board = document.querySelector("#board");
const order = document.querySelector(".order[data-order]");
const list = document.querySelector("table.orders");
const inbox = document.querySelector("#cases");
const exception = document.querySelector("[data-exception]");
const AT_ONCE_MAX = 150;
// A change is seen within a second (NOT-1): at once, or after the rest, which is longer where a look takes long.
const REST_MS = 200;
const REST_LOOKS = 1;
const REST_MAX_MS = 60_000;
const changed = new Set();
const changedCases = new Set();
let everything = false;
let waiting = false;
let rest = REST_MS;
let close = null;

if ((board || order || list || inbox || exception) && "EventSource" in window) follow();
if (board) new MutationObserver(onceEach).observe(document.querySelector("main"), { childList: true, subtree: true });

// What came by itself may come once more with the rest of its column.
function onceEach() {
  const seen = new Set();
  for (const card of document.querySelectorAll(".card")) {
    if (seen.has(card.id)) card.remove();
    seen.add(card.id);
  }
}

function follow() {
  close = listen(document.body.dataset.feed, {
    orders: (event) => { for (const id of JSON.parse(event.data)) changed.add(id); soon(); },
    exceptions: (event) => { for (const id of JSON.parse(event.data)) changedCases.add(id); soon(); },
    resync: () => { everything = true; soon(); },
  });
  document.addEventListener("visibilitychange", soon);
}

function soon() {
  if (waiting || document.hidden || !(changed.size || changedCases.size || everything)) return;
  waiting = true;
  look();
}

async function look() {
  const ids = [...changed];
  const cases = [...changedCases];
  const all = everything || ids.length > AT_ONCE_MAX;
  changed.clear();
  changedCases.clear();
  everything = false;
  const begun = performance.now();
  try {
    if (board) await (all || "lanes" in board.dataset ? lookAtBoard() : lookAtCards(ids));
    if (order && (all || ids.includes(order.dataset.order) || cases.some(shownHere))) await lookAtOrder();
    if (inbox && (all || cases.length)) put(await fetched(location.href), ["cases"]);
    if (exception && (all || cases.includes(exception.dataset.exception))) await lookAtException();
    if (list && (all || ids.some((id) => list.querySelector(`[data-order="${id}"]`)))) await lookAtList();
    rest = Math.min(Math.max(REST_MS, REST_LOOKS * (performance.now() - begun)), REST_MAX_MS);
  } catch (fault) {
    if (fault.message === "401") return close(), tell("signed-out");  // `waiting` stays, so nothing is asked any more
    everything = true;
    rest = Math.min(rest * 2, REST_MAX_MS);
  }
  setTimeout(() => { waiting = false; soon(); }, rest);
}

// As htmx asks, so that the desk answers 401 where it would lead a page to the sign-in.
async function fetched(url) {
  const answer = await fetch(url, { credentials: "same-origin", redirect: "error", headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.status);
  const text = await answer.text();
  await nothingPressed();
  return new DOMParser().parseFromString(text, "text/html");
}

// Elements of the answer take the place of those with the same id.
function put(answer, ids) {
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), answer.getElementById(id)];
    if (!old || !fresh) continue;
    exchange(old, fresh);
    window.htmx?.process(fresh);
    document.dispatchEvent(new CustomEvent("desk:drawn", { detail: fresh }));
  }
}

async function lookAtBoard() {
  put(await fetched(location.href), ["board"]);
}

async function lookAtCards(ids) {
  if (!ids.length) return;
  const query = ids.map((id) => `order=${id}`).join("&");
  const answer = await fetched(`${document.querySelector("#board").dataset.cards}&${query}`);
  for (const id of ids) withFocus(() => move(document.getElementById(`card-${id}`), answer.getElementById(`card-${id}`)));
  for (const count of answer.querySelectorAll("data[data-of]")) {
    const shown = document.querySelector(`[data-count="${count.dataset.of}"]`);
    if (shown) shown.textContent = count.value;
    document.querySelector(`#column-${count.dataset.of}`)?.classList.toggle("is-empty", count.value === "0");
  }
}

function move(old, fresh) {
  if (!fresh) return old?.remove();
  const column = document.querySelector(`[data-cards-of="${fresh.dataset.stage}"]`);
  if (old && old.parentElement === column) return old.replaceWith(fresh);
  const waitsBelow = !old && column?.querySelector(".more");
  old?.remove();
  if (!column || waitsBelow) return;
  fresh.classList.add("is-new");
  column.prepend(fresh);
  const name = fresh.querySelector("a").textContent;
  document.querySelector("#said").textContent = `${name}: ${column.closest("section").querySelector("h2").firstChild.textContent.trim()}`;
}

// All side by side; a department that answers late holds up its own form alone.
async function lookAtOrder() {
  await Promise.all([lookAtParts(), lookAtForms(() => fetched(order.dataset.forms))]);
}

// What somebody chose while the answer was on its way stands; what changed is then looked at once more.
async function lookAtParts() {
  const [story, tab] = chosen();
  const filter = story ? `?${story}` : "";
  const beside = tab.endsWith("/story") ? planShown() : tab + filter;
  const [parts, tabbed] = await Promise.all([fetched(order.dataset.parts + filter), beside && fetched(beside)]);
  if (document.querySelector("#order-tabbed .htmx-request") || chosen().join() !== [story, tab].join()) return changed.add(order.dataset.order);
  put(parts, ["order-head", "order-story", "order-awaited"]);
  if (tabbed) put(tabbed, ["order-tabbed", "order-plan"]);
}

// On the other tabs it comes with the tab; one that htmx still fetches is new anyhow.
function planShown() {
  return document.querySelector("#order-plan:not([hx-get])") && `/desk/plans/${order.dataset.order}`;
}

function shownHere(id) {
  return order.querySelector(`a[href="/desk/exceptions/${id}"]`);
}

async function lookAtException() {
  const page = await fetched(location.href);
  put(page, ["case-head", "case-told"]);
  await lookAtForms(() => page);
}

// A form that somebody opened, also while the answer was on its way, stays.
async function lookAtForms(answer) {
  if (isFormOpen()) return;
  const page = await answer();
  if (!isFormOpen()) put(page, ["doing", "order-brief"]);
}

function isFormOpen() {
  return document.querySelector("#doing details.command[open]");
}

function chosen() {
  return [document.querySelector("#order-story")?.dataset.asked ?? "", document.querySelector("#order-tabbed").dataset.tab];
}

async function lookAtList() {
  const answer = await fetched(location.href);
  const fresh = answer.querySelector("table.orders tbody");
  if (fresh) withFocus(() => list.tBodies[0].replaceWith(fresh));
  document.dispatchEvent(new CustomEvent("desk:listed"));
}
