"""The departments over HTTP, asked with one token; who does not answer well in time is silent, and is told so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from contracts.texts import Text, said
from gendan.why.company import signed_by
from whereabouts import asking
from whereabouts.asking import LIMIT_S, Company
from whereabouts.picture import Picture, Silent


@asynccontextmanager
async def company_at(urls: Mapping[str, str], token: str) -> AsyncIterator[Company]:
    """The company as it answers at these addresses, in the language of who asks."""
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=signed_by(token)) as http:
        yield Company(tuple(urls), lambda name, path: _get(http, name, f"{urls[name]}{path}"))


async def ask(urls: Mapping[str, str], token: str, name: str) -> list[Picture | Silent]:
    """Each department's picture of the order by this name. Three seconds at most for each round."""
    async with company_at(urls, token) as company:
        return await asking.ask(company, name)


async def _get(http: httpx2.AsyncClient, service: str, url: str) -> dict[str, Any] | Silent:
    try:
        async with asyncio.timeout(LIMIT_S):
            response = await http.get(url)
    except (httpx2.TransportError, TimeoutError) as fault:
        return Silent(service, type(fault).__name__)
    if response.status_code != 200:
        return Silent(service, f"HTTP {response.status_code}")
    try:
        found: dict[str, Any] = response.json()
    except ValueError:
        return Silent(service, said(Text("its answer is not JSON")))
    return found
