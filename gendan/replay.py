"""`gendan replay`: try parked messages again, department by department; first told, then previewed, then done."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from contracts.texts import Text, Word, said
from gendan.why.company import signed_by
from whereabouts.words import whom

LIMIT_S, LOOK_LIMIT_S = 60.0, 5.0
"""A replay may take its time; who only looks does not wait for a department that hangs."""
PAGES_MAX = 500
PREVIEWS_AT_ONCE = 20
TRIES_MAX = 5
FIRST_DELAY_S = 0.2
_WHY = {"dead": Word("dead"), "gap": Word("behind a gap"), "not_ready": Word("not ready")}
_OUTCOMES = {**_WHY, **{one.line: one for one in (Word("would be tried"), Word("left"), Word("handled"))}}
AWAY = frozenset({409, 429, 500, 502, 503, 504})
"""Worth another try with the same Idempotency-Key: what was done is not done again."""


@dataclass(frozen=True)
class Ask:
    """What to replay. ``which`` is a selection of `/ops/parked`; a dry run without ``reason``."""

    which: Mapping[str, Any]
    reason: str | None = None
    preview: bool = False

    @property
    def tries_max(self) -> int:
        return TRIES_MAX if self.reason else 1

    @property
    def limit_s(self) -> float:
        return LIMIT_S if self.reason else LOOK_LIMIT_S


@dataclass(frozen=True)
class Replayed:
    """What one department answered: its messages, or why it did not answer."""

    department: str
    messages: Sequence[Mapping[str, Any]] = ()
    previews: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fault: str = ""


class NotReplayed(Exception):
    """A department did not do what it was asked."""


async def replay(urls: Mapping[str, str], token: str, ask: Ask, transport: Any = None) -> list[Replayed]:
    """Ask the departments of ``urls`` side by side; what one does not answer stays, and the same again goes on."""
    headers = signed_by(token) | {"Idempotency-Key": f"replay-{uuid4()}"}
    async with httpx2.AsyncClient(timeout=ask.limit_s, trust_env=False, headers=headers, transport=transport) as http:
        return await asyncio.gather(*(_of_department(http, department, url, ask) for department, url in urls.items()))


@dataclass(frozen=True)
class Parked:
    """What waits in one department by cause, or why it did not answer."""

    department: str
    groups: Sequence[Mapping[str, Any]] = ()
    fault: str = ""


async def parked_in(urls: Mapping[str, str], token: str, transport: Any = None) -> list[Parked]:
    """What could be tried again, by department and cause."""
    async with httpx2.AsyncClient(
        timeout=LOOK_LIMIT_S, trust_env=False, headers=signed_by(token), transport=transport
    ) as http:
        return await asyncio.gather(*(_parked(http, department, url) for department, url in urls.items()))


async def _parked(http: httpx2.AsyncClient, department: str, url: str) -> Parked:
    try:
        response = await http.get(f"{url}/ops/parked")
    except httpx2.TransportError as away:
        return Parked(department, fault=type(away).__name__)
    if not response.is_success:
        return Parked(department, fault=f"HTTP {response.status_code}: {response.text[:200]}")
    groups: list[dict[str, Any]] = response.json()["groups"]
    return Parked(department, [group for group in groups if group["why"] != "behind"])


def lines_of_groups(parked: Sequence[Parked]) -> Iterator[str]:
    """Each cause with how many messages died or wait of it, and the command that looks at them."""
    for each in parked:
        for group in each.groups:
            which = f"--fingerprint {group['fingerprint']} " if group["fingerprint"] else ""
            what = {"topic": group["topic"], "reason": group["sample_reason"], "department": whom(each.department)}
            why = _WHY[group["why"]]
            yield said(Text("{count} {why} at {department}: {topic}: {reason}", count=group["count"], why=why, **what))
            yield f"  gendan replay --consumer {each.department} {which}--preview"
        if each.fault:
            yield _silence(each)
    if not any(each.groups for each in parked):
        silent = any(each.fault for each in parked)
        yield said(Text("nothing is parked where somebody answered") if silent else Text("nothing is parked"))


def _silence(each: Parked | Replayed) -> str:
    return said(Text("no answer: {department}: {fault}", department=whom(each.department), fault=each.fault))


async def _of_department(http: httpx2.AsyncClient, department: str, url: str, ask: Ask) -> Replayed:
    messages: Sequence[Mapping[str, Any]] = ()
    try:
        async for page in _pages(http, url, ask):
            messages = page
        previews = await _previews(http, url, messages, ask) if ask.preview else {}
    except NotReplayed as fault:
        return Replayed(department, messages, fault=str(fault))
    return Replayed(department, messages, previews)


async def _pages(http: httpx2.AsyncClient, url: str, ask: Ask) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """All that was done so far, after each page; a dry run tells the first page alone."""
    body = {"which": ask.which, "reason": ask.reason or "dry run", "dry_run": ask.reason is None}
    for _ in range(PAGES_MAX):
        answer = await _post(http, f"{url}/ops/parked/replay", body, ask.tries_max)
        yield answer["messages"]
        if ask.reason is None or not answer["more"]:
            return


async def _previews(
    http: httpx2.AsyncClient, url: str, messages: Sequence[Mapping[str, Any]], ask: Ask
) -> dict[str, Mapping[str, Any]]:
    ids = [message["message_id"] for message in messages]
    seen: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), PREVIEWS_AT_ONCE):
        part = {"message_ids": ids[start : start + PREVIEWS_AT_ONCE]}
        for one in (await _post(http, f"{url}/ops/parked/preview", part, ask.tries_max))["previews"]:
            seen[one["message_id"]] = one
    return seen


async def _post(http: httpx2.AsyncClient, url: str, body: Mapping[str, Any], tries_max: int) -> dict[str, Any]:
    """The answer; tried again while the department is away or at it. Raises NotReplayed."""
    fault = ""
    for attempt in range(tries_max):
        if attempt:
            await asyncio.sleep(FIRST_DELAY_S * 2 ** (attempt - 1))
        try:
            response = await http.post(url, json=body)
        except httpx2.TransportError as away:
            fault = type(away).__name__
        else:
            if response.is_success:
                answer: dict[str, Any] = response.json()
                return answer
            fault = f"HTTP {response.status_code}: {response.text[:200]}"
            if response.status_code not in AWAY:
                break
    raise NotReplayed(fault)


def lines(replayed: Sequence[Replayed]) -> Iterator[str]:
    """Each message with what is noted about it, each department that did not answer, and how many ended how."""
    for each in replayed:
        for message in each.messages:
            stream = f"{message['topic']} {message['sequence'] or ''}"
            about = {"stream": stream, "key": message["key"], "department": whom(each.department)}
            yield said(
                Text("{outcome}: {stream} of {key} at {department}", outcome=_outcome(message["outcome"]), **about)
            )
            if note := _note(message, each.previews.get(message["message_id"])):
                yield f"  {note}"
        if each.fault:
            yield _silence(each)
    yield said(_sum(replayed))


def _outcome(name: str) -> Word:
    return _OUTCOMES.get(name, Word(name))


def is_done(replayed: Sequence[Replayed]) -> bool:
    """Whether every message that was tried again is handled."""
    return all(message["outcome"] == "handled" for each in replayed for message in each.messages)


def _sum(replayed: Sequence[Replayed]) -> Text:
    outcomes = Counter(message["outcome"] for each in replayed for message in each.messages)
    if outcomes:
        counted = [f"{count} {said(_outcome(outcome))}" for outcome, count in outcomes.items()]
        return Text("in all: {counted}", counted=counted)
    if silent := sum(bool(each.fault) for each in replayed):
        return Text("nothing parked matches where somebody answered; {silent} did not", silent=silent)
    return Text("nothing parked matches")


def _note(message: Mapping[str, Any], seen: Mapping[str, Any] | None) -> str:
    if seen is None:
        return str(message["note"])
    if seen["failure"]:
        return said(Text("would fail: {failure}", failure=seen["failure"]))
    says = [said(Text("says {topic} of {key}", topic=event["topic"], key=event["key"])) for event in seen["events"]]
    rows = [f"{r['table']} +{r['inserted']} ~{r['updated']} -{r['deleted']}" for r in seen["rows"]]
    return "; ".join(part for part in (message["note"], *says, *rows) if part) or said(Text("changes nothing"))
