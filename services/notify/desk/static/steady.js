// A part that is drawn anew stays as somebody has it: what has the focus, what is typed there, what is open, ticked and scrolled.

const TELLING = ["href", "name", "value", "type"];
let released = Promise.resolve();

addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(resolve), { capture: true, once: true });
  });
}, { capture: true });

// A click whose element is drawn anew, or moves away, between press and release would be lost.
export async function nothingPressed() {
  await released;
}

// ``fresh`` takes the place of ``old``.
export function exchange(old, fresh) {
  keepOpen(old, fresh);
  const scrolled = scrollers(old).map((part) => [part.scrollLeft, part.scrollTop]);
  withFocus(() => old.replaceWith(fresh));
  scrollers(fresh).forEach((part, nth) => { if (scrolled[nth]) [part.scrollLeft, part.scrollTop] = scrolled[nth]; });
}

// What had the focus before has it afterwards, where it stood on the screen, whatever took its place.
export function withFocus(change) {
  const focus = document.activeElement;
  const way = focus?.closest("main") && wayTo(focus);
  const top = way && focus.getBoundingClientRect().top;  // asked of what has no twin it would lay out the whole page once a change
  change();
  const twin = way && !focus.isConnected && document.activeElement === document.body && found(way);
  if (!twin) return;
  keepTyped(focus, twin);
  twin.focus({ preventScroll: true });
  if (top >= 0 && top <= innerHeight) scrollBy({ top: twin.getBoundingClientRect().top - top, behavior: "instant" });
}

// Which of all that say the same, under the nearest part that has a name.
function wayTo(part) {
  const named = part.closest("[id], [data-order]");
  const under = named.id ? `#${CSS.escape(named.id)}` : `[data-order="${CSS.escape(named.dataset.order)}"]`;
  const told = TELLING.filter((name) => part.hasAttribute(name)).map((name) => `[${name}="${CSS.escape(part.getAttribute(name))}"]`);
  const like = part.localName + told.join("");
  const text = part.textContent;
  return { under, like, text, nth: saying(named, like, text).indexOf(part) };
}

function found({ under, like, text, nth }) {
  const named = document.querySelector(under);
  return nth < 0 || !named ? named : saying(named, like, text)[nth] ?? named.querySelectorAll(like)[nth];
}

function saying(named, like, text) {
  return [...named.querySelectorAll(like)].filter((part) => part.textContent === text);
}

function keepTyped(old, fresh) {
  if (!("value" in old) || old.type === "file") return;  // which file was chosen a page cannot say
  if (old.value !== (old.defaultValue ?? fresh.value)) fresh.value = old.value;
  if (typeof old.selectionStart === "number") fresh.setSelectionRange(old.selectionStart, old.selectionEnd, old.selectionDirection);
}

function keepOpen(old, fresh) {
  const [before, after] = [old.querySelectorAll("details"), fresh.querySelectorAll("details")];
  after.forEach((part, nth) => { if (before[nth]?.open) part.open = true; });
  const [ticked, tick] = [old.querySelector(".show-minor"), fresh.querySelector(".show-minor")];
  if (ticked && tick) tick.checked = ticked.checked;
}

function scrollers(part) {
  return [part, ...part.querySelectorAll("[tabindex='0']")];
}
