#!/usr/bin/env bash
# fastapi 0.165.0: FastAPI(max_body_size=N) answers a request whose Content-Length is above N with 413 as text/plain
# ("Content Too Large"), before the app's exception handlers: one that is registered for HTTPException, and answers every other
# refusal of the framework (404, 405 ...), is not asked. A service that promises one form of error (RFC 9457) for all of them
# does not keep it. Seen: 404 as the handler says, 413 as text/plain.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "fastapi==0.165.0" "httpx2==2.16.2"
"$folder/venv/bin/python" - <<'PY'
import asyncio

import httpx2
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

app = FastAPI(max_body_size=100)


@app.exception_handler(HTTPException)
async def one_form(_: Request, fault: HTTPException) -> JSONResponse:
    return JSONResponse({"status": fault.status_code}, fault.status_code, media_type="application/problem+json")


@app.post("/orders")
async def orders(order: dict[str, str]) -> dict[str, str]:
    return order


async def main() -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x") as client:
        unknown = await client.get("/nowhere")
        large = await client.post("/orders", json={"note": "x" * 200})
    print("404:", unknown.status_code, unknown.headers["content-type"])
    print("413:", large.status_code, large.headers["content-type"], large.text)
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")
    assert (large.status_code, large.headers["content-type"]) == (413, "text/plain; charset=utf-8"), "it changed"


asyncio.run(main())
PY
