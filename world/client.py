"""The public HTTP API of the six departments, as somebody outside uses it: a token per person, and each act once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import httpx2

TRIES_MAX = 10
FIRST_DELAY_S, DELAY_MAX_S = 0.1, 4.0
CALL_TIMEOUT_S = 30
AT_ONCE_MAX = 16
PAGE_ROWS, PAGES_MAX = 500, 40
BATCH_ROWS_MAX = 500
AWAY = frozenset({429, 502, 503, 504})
Body = Mapping[str, Any]


class Tokens(Protocol):
    """Gives a bearer token of the company to a person in these roles."""

    def token(self, person: str, roles: Sequence[str]) -> str: ...


@dataclass(frozen=True)
class Answer:
    """What a department answered: HTTP status and JSON body."""

    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def problem(self) -> str:
        """The code of the problem, such as ``not-found``; empty when there is none."""
        kind = self.body.get("type", "") if isinstance(self.body, dict) else ""
        return "" if self.ok else str(kind).rpartition("/")[2]

    @property
    def worth_another_try(self) -> bool:
        return self.status in AWAY or self.problem == "still-running"


class Api:
    """The departments' base URLs and how to sign in; open it with ``async with``.

    ``urls`` maps each department's name to its base URL, without the path; they answer in ``language``. At most
    ``AT_ONCE_MAX`` calls run at a time.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        tokens: Tokens,
        *,
        language: str = "en",
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._urls, self._tokens, self._language = dict(urls), tokens, language
        self._held: dict[tuple[str, tuple[str, ...]], str] = {}
        self._turns = asyncio.Semaphore(AT_ONCE_MAX)
        self._http = httpx2.AsyncClient(timeout=CALL_TIMEOUT_S, trust_env=False, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    def acting_as(self, person: str, *roles: str) -> Somebody:
        """The same API with this person's token."""
        return Somebody(self, person, roles)

    def url(self, department: str) -> str:
        """Its base URL."""
        return self._urls[department]

    async def call(
        self, who: Somebody, method: str, department: str, path: str, *, key: str, body: Any, query: Mapping[str, str]
    ) -> Answer:
        """One request, tried again while the department is away or still at it; the last answer, never an exception."""
        answer = Answer(503, {})
        for attempt in range(TRIES_MAX):
            async with self._turns:
                answer = await self._try(who, method, department, path, key, body, query)
            if answer.status == 401 and attempt == 0:
                self._held.pop((who.person, who.roles), None)
                continue
            if not answer.worth_another_try:
                break
            await asyncio.sleep(min(FIRST_DELAY_S * 2**attempt, DELAY_MAX_S))
        return answer

    async def _try(
        self, who: Somebody, method: str, department: str, path: str, key: str, body: Any, query: Mapping[str, str]
    ) -> Answer:
        signed = {"Authorization": f"Bearer {self._token(who)}", "Accept-Language": self._language}
        headers = signed | ({"Idempotency-Key": key} if key else {})
        url = f"{self._urls[department]}/api/v1{path}"
        try:
            response = await self._http.request(method, url, json=body, params=query, headers=headers)
        except httpx2.TransportError as fault:
            return Answer(503, {"type": "/problems/unreachable", "detail": f"{url}: {fault!r}"})
        return Answer(response.status_code, _json(response))

    def _token(self, who: Somebody) -> str:
        held = (who.person, who.roles)
        if held not in self._held:
            self._held[held] = self._tokens.token(who.person, who.roles)
        return self._held[held]


def _json(response: httpx2.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return {"detail": response.text[:200]}


@dataclass(frozen=True)
class Somebody:
    """A person in his roles before the departments' counters.

    ``key`` of a call names what is done; the same act again changes nothing.
    """

    api: Api
    person: str
    roles: tuple[str, ...]

    async def get(self, department: str, path: str, **query: str) -> Answer:
        return await self.api.call(self, "GET", department, path, key="", body=None, query=query)

    async def put(self, department: str, path: str, body: Body, *, key: str) -> Answer:
        return await self.api.call(self, "PUT", department, path, key=key, body=body, query={})

    async def post(self, department: str, path: str, body: Body, *, key: str) -> Answer:
        return await self.api.call(self, "POST", department, path, key=key, body=body, query={})

    async def listed(self, department: str, path: str, **query: str) -> list[dict[str, Any]]:
        """All pages of a list; empty, or what came so far, when the department refuses."""
        items: list[dict[str, Any]] = []
        for _ in range(PAGES_MAX):
            answer = await self.get(department, path, limit=str(PAGE_ROWS), **query)
            if not answer.ok:
                break
            items.extend(answer.body["items"])
            if not answer.body.get("next"):
                break
            query["after"] = str(answer.body["next"])
        return items

    async def batch(self, department: str, path: str, items: Sequence[tuple[str, Body]]) -> list[Answer]:
        """Many acts in few calls: (idempotency key, body) each; an answer each, in order."""
        answers: list[Answer] = []
        for start in range(0, len(items), BATCH_ROWS_MAX):
            part = items[start : start + BATCH_ROWS_MAX]
            body = {"items": [{"idempotency_key": key, **item} for key, item in part]}
            answer = await self.post(department, path, body, key=_key_of(part))
            answers.extend(_answers(answer, len(part)))
        return answers


def _key_of(items: Sequence[tuple[str, Body]]) -> str:
    return "batch-" + hashlib.sha256("\n".join(key for key, _ in items).encode()).hexdigest()[:32]


def _answers(answer: Answer, count: int) -> list[Answer]:
    if not answer.ok:
        return [answer] * count
    return [Answer(one["status"], one.get("body") or one.get("problem") or {}) for one in answer.body["answers"]]
