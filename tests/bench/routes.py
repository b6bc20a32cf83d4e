"""Whether a build has what the bench drives and counts: the same load must reach both builds, or none is measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from tests.bench.company import Company
from tests.bench.trade import ROUTES

PREFIX = "/api/v1"
BOARD = """
SELECT count(*) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = 'board' AND column_name = ANY($1::text[])
"""
COUNTED_BY = ["order_id", "state"]


async def insist_it_can_be_driven(company: Company) -> None:
    """Raises SystemExit that names what this build lacks."""
    lacking = [await _lacking(company, department, wanted) for department, wanted in ROUTES.items()]
    found = [each for of_department in lacking for each in of_department]
    async with company.session("notify") as db:
        if await db.fetchval(BOARD, COUNTED_BY) != len(COUNTED_BY):
            found.append("notify: the table board with order_id and state, by which closed orders are counted")
    if found:
        named = "".join(f"\n  {each}" for each in found)
        raise SystemExit(f"{company.tree.name} ({company.tree.commit}) cannot be driven by this bench; it lacks{named}")


async def _lacking(company: Company, department: str, wanted: Sequence[str]) -> list[str]:
    async with httpx2.AsyncClient(trust_env=False, timeout=30) as http:
        answer = await http.get(f"{company.urls[department]}/openapi.json")
    return [f"{department}: {route}" for route in wanted if route not in routes_of(answer.json())]


def routes_of(document: Mapping[str, Any]) -> set[str]:
    """METHOD /path of an OpenAPI document, without the names of what stands in the paths."""
    return {
        f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.removeprefix(PREFIX))}"
        for path, methods in document["paths"].items()
        for method in methods
    }
