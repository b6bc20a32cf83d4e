"""All that is stuck, grouped by cause: what waits technically in a department, and what is overdue between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.fingerprint import fingerprint_of
from gendan.why.causes import next_command, owner_of
from gendan.why.links import GRACE_S, Cause, cause_of_parked, why_unsent
from gendan.why.picture import Picture, Silent, Unsent


@dataclass(frozen=True)
class Group:
    """Orders that wait for one cause; ``orders`` holds at most a hundred of them."""

    cause: Cause
    where: str
    what: str
    since: datetime
    orders: tuple[str, ...]
    messages: int
    owner: str
    next: str


def groups(answers: Mapping[str, dict[str, Any] | Silent], overdue: Iterable[Mapping[str, Any]]) -> list[Group]:
    """The oldest first; ``overdue`` are notify's promises past their time."""
    found = [
        _technical(Picture.model_validate(answer), row)
        for service, answer in answers.items()
        if not isinstance(answer, Silent)
        for row in answer["groups"]
        if row["why"] != "behind" and _lasts(answer["real_now"], row)
    ]
    return sorted([*found, *_overdue(overdue)], key=lambda group: group.since)


def silent(answers: Mapping[str, dict[str, Any] | Silent]) -> list[str]:
    """Who did not answer, or whose database did not."""
    gone = [f"{name} does not answer: {a.reason}" for name, a in answers.items() if isinstance(a, Silent)]
    away = [
        f"the database of {name} is {a['database']}"
        for name, a in answers.items()
        if not isinstance(a, Silent) and a["database"] != "ok"
    ]
    return gone + away


def _lasts(real_now: str, row: Mapping[str, Any]) -> bool:
    age = datetime.fromisoformat(real_now) - datetime.fromisoformat(row["since"])
    return row["why"] == "dead" or age.total_seconds() >= GRACE_S


def _technical(picture: Picture, row: Mapping[str, Any]) -> Group:
    service, cause = picture.service, _cause(picture, row)
    fingerprint = fingerprint_of(service, row["topic"], row["reason"])
    return Group(
        cause,
        service,
        f"{row['topic']}: {row['reason']}" if row["reason"] else row["topic"],
        datetime.fromisoformat(row["since"]),
        tuple(row["keys"] or ()),
        row["messages"],
        owner_of(cause, service),
        next_command(cause, service, None).replace("--message None", f"--fingerprint {fingerprint}"),
    )


def _cause(picture: Picture, row: Mapping[str, Any]) -> Cause:
    if row["kind"] == "unsent":
        unsent = Unsent(topic=row["topic"], key="", message_id=UUID(int=0), recorded_at=row["since"])
        return why_unsent(picture, unsent)[0]
    return cause_of_parked(row["why"], row["reason"])


def _overdue(promises: Iterable[Mapping[str, Any]]) -> list[Group]:
    by_cause: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for promise in promises:
        by_cause[promise["owner"], promise["what"]].append(promise)
    return [
        Group(
            "waiting_for_department",
            owner,
            f"{what} is overdue",
            min(datetime.fromisoformat(promise["due"]) for promise in late),
            tuple(str(promise["order_id"] or promise["purchase_id"] or promise["id"]) for promise in late[:100]),
            len(late),
            owner,
            next_command("waiting_for_department", owner, None),
        )
        for (owner, what), late in by_cause.items()
    ]
