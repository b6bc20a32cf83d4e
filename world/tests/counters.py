"""The six departments as the outside sees them: they note what they are asked and answer as they are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from contracts.departments import DEPARTMENTS as DEPARTMENTS
from world.client import Api

Answering = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]]]
"""Of a path and a body: status and JSON."""


def taken(_path: str, _body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 200, {}


class Nobodys:
    """Tokens that nobody checks: person and roles in clear."""

    def token(self, person: str, roles: Sequence[str]) -> str:
        return f"{person}:{','.join(roles)}"


@dataclass(frozen=True)
class Asked:
    """One act that somebody asked for; of a batch, one item."""

    department: str
    path: str
    body: dict[str, Any]
    key: str
    person: str


@dataclass
class Counters:
    """``asked`` holds every act in order; ``shown`` is what a GET of "department/path?state" shows."""

    answering: Answering = taken
    shown: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def api(self) -> Api:
        urls = {name: f"http://{name}" for name in DEPARTMENTS}
        return Api(urls, Nobodys(), transport=httpx2.MockTransport(self._answer))

    def bodies(self, department: str) -> list[dict[str, Any]]:
        return [one.body for one in self.asked if one.department == department]

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.asked]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return self._show(request)
        key, person = request.headers["idempotency-key"], request.headers["authorization"].removeprefix("Bearer ")
        path, body = request.url.path.removeprefix("/api/v1"), json.loads(request.content)
        if not path.endswith("/batch"):
            return self._note(Asked(request.url.host, path, body, key, person))
        answers = []
        for item in body["items"]:
            key = item.pop("idempotency_key")
            one = self._note(Asked(request.url.host, path, item, key, person))
            side = "body" if one.is_success else "problem"
            answers.append({"idempotency_key": key, "status": one.status_code, side: one.json()})
        return httpx2.Response(200, json={"answers": answers})

    def _note(self, asked: Asked) -> httpx2.Response:
        self.asked.append(asked)
        status, answer = self.answering(asked.path, asked.body)
        return httpx2.Response(status, json=answer)

    def _show(self, request: httpx2.Request) -> httpx2.Response:
        place = request.url.host + request.url.path.removeprefix("/api/v1")
        state = request.url.params.get("state")
        found = self.shown.get(f"{place}?{state}" if state else place, [])
        listed = isinstance(found, list) and not place.endswith("/offers")
        return httpx2.Response(200, json={"items": found, "next": None} if listed else found)
