"""Somebody who has a keyboard and nothing else (WCAG 2.2: 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11)."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.async_api import Locator, Page

STEPS_MAX = 600
REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
# What is wrong with how the focus is seen; none, if it left the page or came where it was before on the same way.
# The browser may scroll to it only with its next frames, and one that is short of time not at all: it has half a
# second, then it is asked once more, by the same rules. What stands over the place where it scrolls to is the page's.
# A date has several stops within.
LOOK = """
async (way) => {
  const now = document.activeElement;
  if (now?.type === "date" && now === window.lastFocus) return [];
  if (!now || now === document.body || now === document.documentElement || now.dataset.way === way) return null;
  const before = window.lastFocus;
  window.lastFocus = now;
  now.dataset.way = way;
  const isDrawn = [now, now.closest(".card")].some((part) => {
    const style = part && getComputedStyle(part);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  const seen = (box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    return left < right && top < bottom && [[.1, .5], [.5, .5], [.9, .5], [.5, .1], [.5, .9]].some(([across, down]) => {
      const hit = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
      return hit && (now.contains(hit) || hit.contains(now));
    });
  };
  const wanted = way === "Shift+Tab" ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const isInOrder = !before?.isConnected || !way || before.compareDocumentPosition(now) & wanted;
  const isSeen = () => [...now.getClientRects()].some(seen);
  for (let frames = 0; frames < 30 && !isSeen(); frames += 1) await new Promise(requestAnimationFrame);
  if (!isSeen()) now.scrollIntoView({ block: "nearest", inline: "nearest" });
  const wrong = { "not drawn": !isDrawn, covered: !isSeen(), "out of order": !isInOrder };
  const box = now.getBoundingClientRect();
  const told = `at ${[box.left, box.top, box.right, box.bottom].map(Math.round)}: ${now.outerHTML.slice(0, 160)}`;
  return Object.keys(wrong).filter((what) => wrong[what]).map((what) => `${what} ${told}`);
}
"""
# What is live may come, or be drawn anew, meanwhile: only what stood there is missed.
THERE = """
(reachable) => {
  const there = document.querySelectorAll(reachable);
  there.forEach((part) => { part.dataset.there = ""; });
  return there.length;
}
"""
MISSED = """
(reachable) => [...document.querySelectorAll(reachable)]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.disabled)
  .filter((part) => "there" in part.dataset && !("way" in part.dataset))
  .map((part) => `never reached: ${part.outerHTML.slice(0, 160)}`)
"""
# The eye reads as the page is written wherever no style turns it round (technique C27).
TURNED = """
() => [...document.querySelectorAll("body *")].filter((part) => {
  const style = getComputedStyle(part);
  return style.order !== "0" || style.flexDirection.endsWith("reverse") || part.tabIndex > 0;
}).map((part) => `turned round: ${part.outerHTML.slice(0, 160)}`)
"""


@dataclass
class Hands:
    """On the keys; what was wrong with the focus on their way is kept."""

    page: Page
    faults: list[str] = field(default_factory=list)

    async def reach(self, wanted: Locator, key: str = "Tab") -> None:
        """Until it has the focus; each step on the way must be seen."""
        await wanted.wait_for(state="visible")
        for _ in range(STEPS_MAX):
            if await wanted.evaluate("wanted => wanted === document.activeElement"):
                return
            await self.page.keyboard.press(key)
            self.faults += await self.page.evaluate(LOOK, "") or []
        raise AssertionError(f"no {key} leads to {wanted}")

    async def press(self, wanted: Locator, key: str = "Enter") -> None:
        await self.reach(wanted)
        await self.page.keyboard.press(key)

    async def type(self, wanted: Locator, text: str) -> None:
        await self.reach(wanted)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def walk_through(self, key: str) -> list[str]:
        """The whole page; nothing may be missed, nothing may hold whoever comes to it. What is wrong, each once."""
        there = await self.page.evaluate(THERE, REACHABLE)
        for _ in range(there + STEPS_MAX):
            await self.page.keyboard.press(key)
            found = await self.page.evaluate(LOOK, key)
            if found is None:
                break
            self.faults += found
        missed = await self.page.evaluate(MISSED, REACHABLE)
        return list(dict.fromkeys([*self.faults, *missed, *await self.page.evaluate(TURNED)]))
