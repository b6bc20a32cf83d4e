// Whether the desk can be reached is said at once, and taken back when it answers again.

export function tell(what, is = true) {
  const said = document.getElementById(`reach-${what}`);
  if (said) said.hidden = !is;
}

addEventListener("offline", () => tell("lost"));
addEventListener("online", () => { tell("lost", false); tell("unsent", false); });
if (!navigator.onLine) tell("lost");

// The browser's own page of an error would take away what was typed.
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell("unsent");
}, { capture: true });
