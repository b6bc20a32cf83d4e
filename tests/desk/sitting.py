"""Somebody before the desk, in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from services.notify.desk.session import COOKIE
from tests.integration.company import Company
from tests.integration.trade import STAFF

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
ROLES = (*STAFF, "general manager", "finance manager")


@dataclass
class Sitting:
    """A page of the browser, and what went wrong in it."""

    page: Page
    context: BrowserContext
    base: str
    faults: list[str] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def before(cls, browser: Browser, company: Company, **how: Any) -> AsyncIterator[Sitting]:
        base = f"http://127.0.0.1:{company.settings['notify'].port}"
        context = await browser.new_context(locale="en-GB", **how)
        token = company.tokens.token("li.na", ROLES)
        await context.add_cookies([{"name": COOKIE, "value": token, "url": base}])
        await context.add_init_script(WATCH)
        sitting = cls(await context.new_page(), context, base)
        sitting.page.on("console", sitting._note)
        sitting.page.on("dialog", sitting._close)
        sitting.page.on("pageerror", lambda error: sitting.faults.append(str(error)))
        try:
            yield sitting
        finally:
            await context.close()

    def _note(self, message: Any) -> None:
        refused = "status of 4" in message.text  # a department's no, which is no fault of the page
        if message.type == "error" and not refused:
            self.faults.append(message.text)

    async def _close(self, dialog: Any) -> None:
        self.faults.append(f"{dialog.type}: {dialog.message}")
        await dialog.dismiss()

    async def speak(self, language: str) -> None:
        """As somebody who chose it before."""
        await self.context.add_cookies(
            [{"name": "gendan_language", "value": language, "domain": "127.0.0.1", "path": "/desk"}]
        )

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.base}/desk{path}")

    async def stays(self) -> None:
        """From here on a reload would be seen."""
        await self.page.evaluate("window.stays = true")

    async def has_stayed(self) -> bool:
        return bool(await self.page.evaluate("window.stays === true"))

    async def barriers(self) -> list[str]:
        """What would keep somebody from using this page, as axe-core finds it (WCAG 2.2 AA)."""
        await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]
