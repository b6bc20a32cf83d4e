"""The board in a real browser whose processor is slowed down: how soon it is there, whether it follows the hand, and
how soon it shows a new order, slowed down and not."""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import CDPSession, Page, async_playwright

from services.notify.desk.session import COOKIE
from tests.bench.figures import percentile
from tests.bench.progress import until_closed, until_known
from tests.bench.running import Running
from tests.chromium import find_chromium

CARDS = 300
SLOWED, SPEED = 4, "Emulation.setCPUThrottlingRate"
FOLLOWED = 9
TURNS, TURN_PX, TURN_MS = 30, 400, 50
"""Of the mouse's wheel."""
WITHIN_MS = 60_000
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration)))
  .observe({ type: "longtask", buffered: true });
const look = () => {
  if (document.querySelector(".card")) window.firstCard = performance.now();
  else requestAnimationFrame(look);
};
look();
window.drawn = {};
const isDrawn = (id) => requestAnimationFrame(() => requestAnimationFrame(() => { drawn[id] ??= Date.now(); }));
addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const { id } of addedNodes) if (id?.startsWith("card-")) isDrawn(id);
}).observe(document.body, { childList: true, subtree: true }));
"""
RECORD = """() => {
  window.frames_ms = [];
  window.recording = true;
  let last = performance.now();
  const frame = (now) => {
    frames_ms.push(now - last);
    last = now;
    if (recording) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


async def board(running: Running) -> dict[str, Any]:
    """Milliseconds of a page with ``CARDS`` cards, which are brought to their end in nobody's time."""
    first = len(running.speed.spins)
    since = await running.trade.place(CARDS)
    await until_known(running.company, CARDS, since)
    async with _page(running) as (page, browser):
        await browser.send(SPEED, {"rate": SLOWED})
        figures = {**await _opened(page, running), **await _scrolled(page)}
        figures |= {f"{name}_slowed": ms for name, ms in (await _followed(page, running)).items()}
        await browser.send(SPEED, {"rate": 1})
        figures |= await _followed(page, running)
    await until_closed(running.company, running.trade, CARDS + 2 * FOLLOWED, since)
    return figures | running.speed.since(first)


@asynccontextmanager
async def _page(running: Running) -> AsyncIterator[tuple[Page, CDPSession]]:
    token = running.company.tokens.token("li.na", ("merchandiser",))
    found = find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        await context.add_cookies([{"name": COOKIE, "value": token, "url": running.company.urls["notify"]}])
        await context.add_init_script(WATCH)
        page = await context.new_page()
        page.set_default_timeout(WITHIN_MS)
        yield page, await context.new_cdp_session(page)
        await browser.close()


async def _opened(page: Page, running: Running) -> dict[str, Any]:
    """The second time, as on every morning but the first: styles and scripts are there."""
    address = running.company.urls["notify"] + "/desk/"
    await page.goto(address)
    answer = await page.goto(address)
    assert answer
    told = {"kb": round(len(await answer.body()) / 1000, 1), "first_card_ms": round(await page.evaluate("firstCard"))}
    while await page.locator(".more a").count():
        link = page.locator(".more a").first  # the board may be drawn anew meanwhile, and its links with it
        more = await link.element_handle()
        await link.click()
        await more.wait_for_element_state("hidden")
    return told | {"cards": await page.locator(".card").count()}


async def _scrolled(page: Page) -> dict[str, Any]:
    """By the wheel; a long task is one of 50 ms and more (W3C Long Tasks)."""
    await page.evaluate("tasks.length = 0")
    await page.evaluate(RECORD)
    await page.mouse.move(640, 500)
    for _ in range(TURNS):
        await page.mouse.wheel(0, TURN_PX)
        await page.wait_for_timeout(TURN_MS)
    frames, tasks = await page.evaluate("() => { recording = false; return [frames_ms, tasks]; }")
    return {"frame_p95_ms": round(percentile(frames, 95) or 0, 1), "longest_task_ms": round(max(tasks, default=0))}


async def _followed(page: Page, running: Running) -> dict[str, Any]:
    """From the answer to an order until its card is drawn, the median of ``FOLLOWED``; told by the page itself, for
    who asks such a page from outside waits half a second for its answer."""
    took = []
    for _ in range(FOLLOWED):
        card = f"card-{await running.trade.place(1)}"
        since = 1000 * time.time()
        await page.wait_for_function("card => drawn[card]", arg=card)
        took.append(await page.evaluate("card => drawn[card]", card) - since)
    return {"live_ms": round(statistics.median(took)), "live_max_ms": round(max(took))}
