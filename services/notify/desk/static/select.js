// Several of a list or queue are selected: all at once, how many, and they stay so when the list changes by itself.

const form = document.querySelector("#together.selecting");
if (form) select();

function select() {
  const boxes = () => [...document.querySelectorAll('input[type="checkbox"][form="together"]')];
  const all = form.querySelector("[data-select-all]");
  const told = form.querySelector("[data-selected]");
  const chosen = new Set();
  all.hidden = false;
  all.addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
    look();
  });
  document.addEventListener("change", (event) => { if (event.target.form === form) look(); });
  document.addEventListener("desk:listed", again);
  addEventListener("pageshow", look);
  look();

  function look() {
    chosen.clear();
    for (const box of boxes()) if (box.checked) chosen.add(box.value);
    told.textContent = chosen.size ? String(chosen.size) : "";
  }

  function again() {
    for (const box of boxes()) box.checked = chosen.has(box.value);
    look();
  }
}
