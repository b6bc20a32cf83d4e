#!/usr/bin/env bash
# fastapi 0.165.0 (PyPI): `include_router` builds nothing. Each route of the router was built when it was declared, and is built a second time (its
# parameters, its Pydantic validators) inside the first request that has to look through that router, on the event loop. With 300 routes the
# process calls itself ready, then the first caller, and whoever asks beside him, waits for all of them: about a hundred times as long as the second.
# Counted here by `generate_unique_id_function`, which is called once for each route that is built.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "fastapi==0.165.0" "httpx==0.28.1"
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import asyncio
import time

import httpx
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

ROUTES = 300
built = []


class Quantity(BaseModel):
    item: str
    pieces: int


def counted(route):
    built.append(route.path)
    return route.name


router = APIRouter()
for number in range(ROUTES):

    async def put(body: Quantity, shelf: int = 1) -> Quantity:
        return body

    router.add_api_route(f"/shelves/{number}", put, methods=["PUT"], name=f"put_{number}")
app = FastAPI(generate_unique_id_function=counted)
own = len(built)
app.include_router(router)
included = len(built) - own


async def asked():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        times = []
        for _ in range(2):
            began = time.perf_counter()
            assert (await client.get("/nowhere")).status_code == 404
            times.append(time.perf_counter() - began)
    return times


first, second = asyncio.run(asked())
at_first = len(built) - own - included
print(f"built by include_router: {included}; inside the first request: {at_first}")
print(f"first request {first * 1000:.0f} ms, second {second * 1000:.1f} ms")
assert included == 0, "it changed: include_router builds the routes"
assert at_first == ROUTES, at_first
PY
