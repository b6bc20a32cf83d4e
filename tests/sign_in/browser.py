"""A browser without scripts: keeps cookies by host and port, follows what leads on, clicks buttons."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2

ONWARD = re.compile(r'http-equiv="refresh" content="0;url=([^"]+)"')
STEPS_MAX = 12


class Form(HTMLParser):
    """The fields and buttons of a page's forms; the last one wins where they are alike."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.fields, self.buttons = "", dict[str, str](), list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = told["action"]
        if tag == "input":
            self.fields[told["name"]] = told.get("value", "")
        if tag == "button" and told.get("name") == "person":
            self.buttons.append(told["value"])


class Browser:
    """Open it with ``async with``. Cookies of different ports do not mix, as those of different hosts would not."""

    def __init__(self) -> None:
        self.jars: dict[str, httpx2.Cookies] = {}
        self._http = httpx2.AsyncClient(trust_env=False, timeout=20)
        self.page: httpx2.Response

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    def cookies(self, url: str) -> httpx2.Cookies:
        return self.jars.setdefault(urlsplit(url).netloc, httpx2.Cookies())

    async def step(self, method: str, url: str, **sent: object) -> httpx2.Response:
        """One request and its answer."""
        jar = self.cookies(url)
        request = self._http.build_request(method, url, cookies=jar, **sent)  # type: ignore[arg-type]
        self.page = await self._http.send(request)
        jar.extract_cookies(self.page)
        self._http.cookies.clear()
        return self.page

    async def go(self, url: str, *, until: str = "\0") -> httpx2.Response:
        """There, and on wherever it leads, but for a URL that begins with ``until``."""
        await self.step("GET", url)
        return await self.follow(until=until)

    async def follow(self, *, until: str = "\0") -> httpx2.Response:
        for _ in range(STEPS_MAX):
            if (to := self.leads_to()) is None or to.startswith(until):
                return self.page
            await self.step("GET", to)
        raise AssertionError(f"it leads round and round: {self.page.url}")

    def leads_to(self) -> str | None:
        found = ONWARD.search(self.page.text)
        to = self.page.headers.get("location") or (unescape(found[1]) if found else None)
        return urljoin(str(self.page.url), to) if to else None

    async def click(self, **pressed: str) -> httpx2.Response:
        """Send the form of this page, with what was pressed or typed."""
        form, here = Form(self.page.text), urlsplit(str(self.page.url))
        url = urljoin(str(self.page.url), form.action)
        return await self.step(
            "POST", url, data=form.fields | pressed, headers={"Origin": f"{here.scheme}://{here.netloc}"}
        )


def query(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
