"""Take the pictures of the documents anew: `python -m tests.desk.pictures`, or `make screenshots`.

The sample company is played until some days after its last order, so that orders stand at every stage. The same seed
plays the same company, but what has come how far differs from machine to machine: nobody compares pictures by bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple

import httpx2
from playwright.async_api import Browser, Page, async_playwright
from rich.console import Console

from gendan.demo import SAMPLE, Plan, demo
from gendan.up import Company
from services.notify.desk.session import COOKIE
from tests.chromium import find_chromium

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DESKTOP, PHONE = (1080, 660), (390, 780)
DAY_S = 86_400.0


class Shot(NamedTuple):
    name: str
    path: str
    role: str
    language: str
    scheme: Literal["light", "dark"]
    size: tuple[int, int] = DESKTOP


SHOTS = (
    Shot("board-en-light", "/", "merchandiser", "en", "light"),
    Shot("board-zh-dark", "/", "merchandiser", "zh", "dark"),
    Shot("order-en-dark", "/orders/{order}", "merchandiser", "en", "dark"),
    Shot("exceptions-zh-light", "/exceptions", "merchandiser", "zh", "light"),
    Shot("queue-on-a-phone-en-light", "/queue/warehouse", "storekeeper", "en", "light", PHONE),
    Shot("queue-on-a-phone-zh-dark", "/queue/warehouse", "storekeeper", "zh", "dark", PHONE),
)


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="gendan-pictures-") as folder:
        async with _played(Path(folder) / "play") as company, async_playwright() as playwright:
            found = find_chromium()
            browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            order = await _telling_order(company)
            for shot in SHOTS:
                await _take(browser, company, shot, order)
            await browser.close()


@asynccontextmanager
async def _played(data: Path) -> AsyncIterator[Company]:
    """The sample company some days after its last order; it stays up in the block."""
    up: asyncio.Queue[Company] = asyncio.Queue()
    plan = Plan(
        SAMPLE / "company", SAMPLE / "mappings" / "company.toml", data, 60, DAY_S, seed=7, patience_days=3, once=False
    )
    play = asyncio.create_task(demo(plan, Console(), up.put_nowait))
    try:
        await _next(up, play)  # it tells where it is when it has opened, and again when it has been played
        yield await _next(up, play)
    finally:
        play.cancel()
        with suppress(asyncio.CancelledError):
            await play


async def _next(up: asyncio.Queue[Company], play: asyncio.Task[Any]) -> Company:
    """Raises what ended the play."""
    waiting = asyncio.create_task(up.get())
    await asyncio.wait({waiting, play}, return_when=asyncio.FIRST_COMPLETED)
    return waiting.result() if waiting.done() else play.result()


async def _telling_order(company: Company) -> str:
    """An open order of which most happened."""
    token = company.tokens.token("wang.fang", ("merchandiser",))
    async with httpx2.AsyncClient(trust_env=False, base_url=company.urls["notify"]) as http:
        http.headers["authorization"] = f"Bearer {token}"
        found = (await http.get("/api/v1/orders?state=open&limit=100")).json()["items"]
        told: dict[str, Any] = {
            one["order_id"]: (await http.get(f"/api/v1/orders/{one['order_id']}")).json() for one in found
        }
    return max(told, key=lambda order: len(told[order]["events"]))


async def _take(browser: Browser, company: Company, shot: Shot, order: str) -> None:
    base, (width, height) = company.urls["notify"], shot.size
    token = company.tokens.token("wang.fang", (shot.role,))
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=shot.scheme)
    for name, value in ((COOKIE, token), ("gendan_language", shot.language)):
        await context.add_cookies([{"name": name, "value": value, "url": base}])
    page = await context.new_page()
    await page.goto(f"{base}/desk{shot.path.format(order=order)}")
    await _save(page, FOLDER / f"{shot.name}.png")
    await context.close()


async def _save(page: Page, file: Path) -> None:
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=file, animations="disabled")
    print(f"{file.relative_to(FOLDER.parents[1])}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    asyncio.run(main())
