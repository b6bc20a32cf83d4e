"""All that is stuck, grouped by cause: what waits technically in a department, and what is overdue. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.messages.fingerprint import fingerprint_of
from contracts.departments import DEPARTMENTS
from contracts.texts import Text, said
from whereabouts.causes import next_command, owner_of
from whereabouts.links import GRACE_S, Cause, cause_of_parked, why_unsent
from whereabouts.picture import Picture, Silent, Unsent, Wait
from whereabouts.waits import hoped_for, turn_of
from whereabouts.words import any_of, event, no_database, silence, whom

ORDERS_MAX = 100
Turn = tuple[Cause, str, str, str, str]
"""Cause, where, whose, what is awaited, and which department owes it."""
Answers = Mapping[str, dict[str, Any] | Silent]


@dataclass(frozen=True)
class Group:
    """What waits for one cause. ``orders`` holds at most a hundred of its orders, each of them in one group alone;
    ``others`` what it is about that is no order."""

    cause: Cause
    where: str
    what: str
    since: datetime
    orders: tuple[str, ...]
    messages: int
    owner: str
    next: str
    others: tuple[str, ...] = ()
    more: int = 0
    """So many of its orders stand in another group."""


@dataclass(frozen=True)
class Known:
    """What was asked besides: the numbers of orders and purchases, and for whom sales' own orders wait."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    orders: frozenset[str] = frozenset()
    waits: Mapping[str, tuple[Wait, ...]] = field(default_factory=dict)


def groups(answers: Answers, overdue: Iterable[Mapping[str, Any]], known: Known | None = None) -> list[Group]:
    """The oldest first; ``overdue`` are notify's promises past their time."""
    known = known or Known()
    pictures = {name: Picture.model_validate(a) for name, a in answers.items() if not isinstance(a, Silent)}
    technical = [_technical(pictures[service], row, known) for service, row in _lasting(answers)]
    hindered = {order for group in technical for order in group.orders}
    late = _overdue(overdue, pictures, known, hindered)
    return sorted(_each_order_once([*technical, *late]), key=lambda group: group.since)


def silent(answers: Answers) -> list[str]:
    """Who did not answer, or whose database did not."""
    gone = [silence(name, a.reason) for name, a in answers.items() if isinstance(a, Silent)]
    away = [
        no_database(name, a["database"])
        for name, a in answers.items()
        if not isinstance(a, Silent) and a["database"] != "ok"
    ]
    return gone + away


def ids_in(answers: Answers, overdue: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """All that have a number perhaps, and the orders for which sales itself owes something."""
    rows = [row for _, row in _lasting(answers)]
    named = [str(one) for row in rows for one in (*(row.get("orders") or ()), *(row["keys"] or ()))]
    promises = list(overdue)
    named += [str(p[name]) for p in promises for name in ("order_id", "purchase_id") if p.get(name)]
    own = [str(p["order_id"]) for p in promises if p["owner"] == "sales" and p["order_id"]]
    return [one for one in dict.fromkeys(named) if _is_id(one)], list(dict.fromkeys(own))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _lasting(answers: Answers) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for service, answer in answers.items():
        if not isinstance(answer, Silent):
            yield from ((service, row) for row in answer["groups"] if _lasts(answer["real_now"], row))


def _lasts(real_now: str, row: Mapping[str, Any]) -> bool:
    age = datetime.fromisoformat(real_now) - datetime.fromisoformat(row["since"])
    return row["why"] == "dead" or (row["why"] != "behind" and age.total_seconds() >= GRACE_S)


def _technical(picture: Picture, row: Mapping[str, Any], known: Known) -> Group:
    service, cause = picture.service, _cause(picture, row)
    fingerprint = row.get("fingerprint") or fingerprint_of(service, row["topic"], row["reason"])
    ids = [str(one) for one in row.get("orders") or ()]
    keys = [str(one) for one in row["keys"] or ()]
    orders, others = [*ids, *(key for key in keys if key in known.orders)], [k for k in keys if k not in known.orders]
    return Group(
        cause,
        service,
        said(Text("{topic}[: {reason}]", topic=event(row["topic"]), reason=row["reason"])),
        datetime.fromisoformat(row["since"]),
        _called(orders, known),
        row["messages"],
        owner_of(cause, service, row["topic"]),
        next_command(cause, service, f"--fingerprint {fingerprint}"),
        _called(others, known),
    )


def _called(ids: Iterable[str], known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known.numbers.get(one, one) for one in ids))[:ORDERS_MAX]


def _cause(picture: Picture, row: Mapping[str, Any]) -> Cause:
    if row["kind"] == "unsent":
        keys = row["keys"] or ("",)
        unsent = [Unsent(topic=row["topic"], key=k, message_id=UUID(int=0), recorded_at=row["since"]) for k in keys]
        causes = [why_unsent(picture, one)[0] for one in unsent]
        return "topic_blocked" if "topic_blocked" in causes else causes[0]
    return cause_of_parked(row["why"], row.get("died_of", ""))


def _overdue(
    promises: Iterable[Mapping[str, Any]], pictures: Mapping[str, Picture], known: Known, hindered: set[str]
) -> list[Group]:
    """An order stands where its longest overdue promise is, as `gendan why` has it; not where a message hinders it."""
    by_turn: defaultdict[Turn, list[tuple[str, datetime]]] = defaultdict(list)
    about: dict[Turn, set[bool]] = defaultdict(set)
    seen = set(hindered)
    for promise in sorted(promises, key=lambda each: each["due"]):
        name = str(promise["order_id"] or promise["purchase_id"] or promise["id"])
        called = known.numbers.get(name, name)
        if called not in seen or promise["order_id"] is None:
            seen.add(called)
            turn = _turn(promise, pictures, known)
            by_turn[turn].append((called, datetime.fromisoformat(promise["due"])))
            about[turn].add(promise["order_id"] is not None)
    return [_late(turn, late, about[turn]) for turn, late in by_turn.items()]


def _turn(promise: Mapping[str, Any], pictures: Mapping[str, Picture], known: Known) -> Turn:
    """Cause, where, owner, what and the event hoped for, as `why` has it."""
    due = datetime.fromisoformat(promise["due"])
    wait = Wait(owner=promise["owner"], what=promise["what"], topics=promise.get("topics", ()), since=due, due=due)
    told = {name: picture for name, picture in pictures.items() if name != "sales"}
    if "sales" in pictures:
        own = known.waits.get(str(promise["order_id"]), ())
        told["sales"] = pictures["sales"].model_copy(update={"waits": own})
    cause, owner = turn_of(wait, list(told.values()), True)
    where = next((name for name in (owner, wait.owner) if name in DEPARTMENTS), "notify")
    return cause, where, owner, any_of(wait.topics, wait.what), hoped_for(wait, owner)


def _late(turn: Turn, late: Sequence[tuple[str, datetime]], about: set[bool]) -> Group:
    cause, where, owner, what, topic = turn
    since = min(due for _, due in late)
    names = tuple(dict.fromkeys(name for name, _ in late))[:ORDERS_MAX]
    orders, others = (names, ()) if True in about else ((), names)
    return Group(
        cause,
        where,
        said(Text("{topics} is overdue", topics=what)),
        since,
        orders,
        len(late),
        whom(owner),
        next_command(cause, where, topic=topic),
        others,
    )


def _each_order_once(found: Sequence[Group]) -> Iterator[Group]:
    """None twice: an order stands in the oldest group that it is in, and where only notify misses something last."""
    seen: set[str] = set()
    for group in sorted(found, key=lambda group: (group.where == "notify", group.since)):
        new = tuple(order for order in group.orders if order not in seen)
        seen.update(new)
        yield replace(group, orders=new, more=len(group.orders) - len(new))
