"""The six departments as an import sees them: they note what they are asked and answer as they are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from world.client import Api

DEPARTMENTS = ("sales", "purchasing", "warehouse", "logistics", "finance", "notify")
Answering = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]]]
"""Of a path and a body: status and JSON."""


def taken(_path: str, _body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 200, {}


class Nobodys:
    """Tokens that nobody checks."""

    def token(self, person: str, roles: Sequence[str]) -> str:
        return f"{person}:{','.join(roles)}"


@dataclass
class Counters:
    """``asked`` holds (department, path, body, idempotency key) of everything that was brought."""

    answering: Answering = taken
    asked: list[tuple[str, str, dict[str, Any], str]] = field(default_factory=list)

    def api(self) -> Api:
        urls = {name: f"http://{name}" for name in DEPARTMENTS}
        return Api(urls, Nobodys(), transport=httpx2.MockTransport(self._answer))

    def bodies(self, department: str) -> list[dict[str, Any]]:
        return [body for name, _, body, _ in self.asked if name == department]

    @property
    def keys(self) -> list[str]:
        return [key for *_, key in self.asked]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path, body = request.url.path.removeprefix("/api/v1"), json.loads(request.content)
        if not path.endswith("/batch"):
            return self._note(request.url.host, path, body, request.headers["idempotency-key"])
        answers = []
        for item in body["items"]:
            key = item.pop("idempotency_key")
            one = self._note(request.url.host, path, item, key)
            side = "body" if one.is_success else "problem"
            answers.append({"idempotency_key": key, "status": one.status_code, side: one.json()})
        return httpx2.Response(200, json={"answers": answers})

    def _note(self, department: str, path: str, body: dict[str, Any], key: str) -> httpx2.Response:
        self.asked.append((department, path, body, key))
        status, answer = self.answering(path, body)
        return httpx2.Response(status, json=answer)
