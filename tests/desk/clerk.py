"""Somebody with one role before the desk, who gives one command by its drawn form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from playwright.async_api import Locator

from chassis.http.command_routes import CommandRoute
from chassis.http.forms import form_of
from services.notify.desk.session import COOKIE
from tests.desk.planted import MADE_OF_IT, free_texts
from tests.desk.sitting import Sitting
from tests.integration.order import SOON_S, Order
from tests.integration.switches import Switch
from tests.integration.trade import STAFF, Trade
from tests.waiting import within

PERSON = "chen.yu"
"""Not who does the rest of a story: of two signatures his is another one."""
AT_DESKS = {*STAFF, "general manager", "finance manager"} - {"bank"}
A_FILE = "%PDF-1.7 a thread that is torn"
"""As somebody chooses it."""
FIELDS = "fields => fields.map(field => [field.name, field.type, field.value])"
CONTROLS = "input:not([type=hidden]), select, textarea"
SAID = "parts => parts.map(part => part.textContent.trim())"


@dataclass
class Clerk:
    """Knows the command that is to be given, and whether it was."""

    sitting: Sitting
    trade: Trade
    switch: Switch
    department: str
    command: CommandRoute
    given: list[str] = field(default_factory=list)

    async def give(
        self, page: str, typed: Mapping[str, str] | None = None, role: str = "", body: str = "", **named: str
    ) -> None:
        """Open the form on a page of the desk, type, send; ``named`` are the ids in the path, ``body`` an id in its
        body. Fails when the form asks for what nobody can type, or the department refuses."""
        await self._sit_down(role or min(self.command.roles & AT_DESKS))
        await self.sitting.go(page)
        form = await self._form(self.command.path(named), body)
        await form.locator("summary").click()
        assert await form.locator(".field-json").count() == 0, "nobody types JSON"
        await self._type(form, typed or {})
        async with self.sitting.page.expect_response(lambda answer: answer.url.endswith("/desk/act")) as sent:
            await form.locator("button.main").click()
        await self._done((await sent.value).status)

    async def give_about(self, order: Order, typed: Mapping[str, str] | None = None, **how: str) -> None:
        """On the page of an order."""
        await self.give(f"/orders/{order.id}", typed, **{"order_id": order.id, **how})

    async def open(self, typed: Mapping[str, str] | None = None, **how: str) -> None:
        """On the department's own page: what opens something, is about a code, or waits there.

        What an id names is looked for from there on: who works the queue down has seen what waited before.
        """
        ids = [UUID(value) for name, value in how.items() if name.endswith("_id")]
        after = f"?after={UUID(int=ids[0].int - 1)}" if ids else ""
        await self.give(f"/queue/{self.department}{after}", typed, **how)

    async def until(self, department: str, path: str, **wanted: Any) -> None:
        """Wait until a department tells this of what is at a path."""
        api = self.trade.company.api.acting_as("li.na", *STAFF)

        async def told() -> bool:
            answer = await api.get(department, path)
            return answer.ok and wanted.items() <= answer.body.items()

        await within(SOON_S, told)

    async def _sit_down(self, role: str) -> None:
        token = self.trade.company.tokens.token(PERSON, (role,))
        await self.sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": self.sitting.base}])

    async def _form(self, path: str, body: str) -> Locator:
        """On this page, or on one of those after it."""
        fixed = {"department": self.department, "method": self.command.method, "path": path}
        having = "".join(f':has(input[name="{name}"][value="{value}"])' for name, value in fixed.items())
        about = f""":has(input[type=hidden][value='"{body}"'])""" if body else ""
        form = self.sitting.page.locator(f"details.command{having}{about}")
        while not await form.count():
            await self.sitting.page.get_by_role("navigation", name="Pages").get_by_role("link").last.click()
        return form

    async def _type(self, form: Locator, typed: Mapping[str, str]) -> None:
        """What is asked, and text that would do something wherever the form takes text and has none."""
        found = await form.locator(CONTROLS).evaluate_all(FIELDS)
        by_path = {name.removeprefix("@").partition(":")[0]: (name, kind, value) for name, kind, value in found}
        schema = form_of(self.command, dict.fromkeys(self.command.named, "")) or {}
        free = {path: text for path, text in free_texts(schema, schema.get("$defs", {})) if path in by_path}
        blank = {path: text for path, text in free.items() if not by_path[path][2]}
        for path, value in {**blank, **typed}.items():
            name, kind, _ = by_path[path]
            await _put(form.locator(f'[name="{name}"]'), kind, value)

    async def _done(self, status: int) -> None:
        if status != 303:
            said = await self.sitting.page.locator("[role=alert] p, .field-fault").evaluate_all(SAID)
            raise AssertionError(f"{self.department} refused {self.command.name}: {status} {said}")
        await self.sitting.page.wait_for_load_state()
        assert await self.sitting.page.locator(MADE_OF_IT).count() == 0, "what was typed became a part of the page"
        self.given.append(self.command.name)


async def _put(control: Locator, kind: str, value: str) -> None:
    """As a person fills it in; a file is chosen."""
    if kind == "file":
        chosen: Any = {"name": "file", "mimeType": "application/octet-stream", "buffer": value.encode()}
        await control.set_input_files(chosen)
    elif kind == "select-one":
        await control.select_option(value)
    else:
        await control.fill(value)
