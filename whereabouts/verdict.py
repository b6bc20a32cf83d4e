"""The verdict on an order: a pure function of what the departments answered (ALL-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from shlex import quote
from typing import Literal
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.departments import DEPARTMENTS
from contracts.stages import ENDS
from whereabouts.causes import next_command, outside_of, owner_of
from whereabouts.links import Cause, Link, missing
from whereabouts.picture import Picture, Silent, Wait
from whereabouts.waits import hoped_for, turn_of, waits_of

State = Literal["done", "moving", "waiting", "stuck", "unknown"]
NEAR_MAX = 3


@dataclass(frozen=True)
class Verdict:
    """Where the order stands, why, whose it is, and what to do; ``since`` and ``due`` are real or business time."""

    state: State
    cause: Cause
    where: str
    what: str
    owner: str
    next: str
    evidence: tuple[str, ...] = ()
    since: datetime | None = None
    due: datetime | None = None
    behind: int = 0
    alike: int = 1
    unknown: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    number: str = ""
    """The order's number, whatever it was asked for by."""

    @property
    def exit_code(self) -> int:
        """0 done or moving, 1 waiting within its limit, 2 stuck, 3 unknown in part, 4 no order has this name."""
        return 3 if self.unknown else {"done": 0, "moving": 0, "waiting": 1, "stuck": 2, "unknown": 4}[self.state]


def verdict(answers: Sequence[Picture | Silent]) -> Verdict:
    """The first missing link; else for whom the order waits; else that it is done or on its way."""
    pictures = [answer for answer in answers if isinstance(answer, Picture)]
    found = _verdict(answers, pictures, _unknown(answers, pictures))
    numbers = {
        order: number for picture in pictures if picture.service == "sales" for order, number in picture.numbers.items()
    }
    number, others = next(iter(numbers.values()), ""), list(numbers.values())[1:]
    also = (f"other orders have this name too: {', '.join(others)}",) if others else ()
    next_ = found.next.replace("/ORDER", f"/{number}") if number else found.next
    return replace(found, number=number, next=next_, evidence=(*found.evidence, *also))


def _verdict(answers: Sequence[Picture | Silent], pictures: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    if not any(picture.knows for picture in pictures):
        return _nobody_answers(answers, unknown)
    if not any(picture.facts or picture.parked or picture.waits for picture in pictures):
        return _nobody_knows(answers, unknown)
    links = missing(pictures)
    if stuck := first(_lasting(links), pictures):
        return _of_link(stuck, "stuck", unknown)
    if gone := _on_account_of(answers, pictures):
        return _of_silence(*gone, unknown)
    if moving := first(links, pictures):
        return _of_link(moving, "moving", unknown)
    return _of_waits(pictures, unknown)


def _lasting(links: Sequence[Link]) -> list[Link]:
    """Those that do not go by themselves: a message's trouble is as old everywhere as where it was seen first."""
    old = {(link.message_id, link.cause) for link in links if not link.fresh}
    return [link for link in links if (link.message_id, link.cause) in old]


def first(links: Sequence[Link], pictures: Sequence[Picture]) -> Link | None:
    """The link that no other missing link goes before; what stops business before what only notify misses.

    Among several the oldest by its department's own clock; what waits for something unsaid comes after what hinders.
    """
    links = [link for link in links if _stops_business(link, pictures)] or links
    causes = {fact.message_id: fact.cause_id for picture in pictures for fact in picture.said}
    broken = {link.message_id for link in links}
    roots = [link for link in links if not _follows(link, links, causes, broken)]
    return min(roots or links, key=lambda link: (link.cause == "not_ready", -link.age_s), default=None)


def _stops_business(link: Link, pictures: Sequence[Picture]) -> bool:
    unsent = any(one.message_id == link.message_id for picture in pictures for one in picture.unsent)
    return {p.service for p in pictures if link.topic in p.hears} != {"notify"} if unsent else link.where != "notify"


def _follows(link: Link, links: Sequence[Link], causes: Mapping[UUID, UUID | None], broken: set[UUID]) -> bool:
    cause = causes.get(link.message_id)
    for _ in causes:  # at most so many lie before it, whatever an outside system calls its messages
        if cause in broken:
            return True
        cause = causes.get(cause) if cause else None
    if link.cause == "behind_parked":
        return any(o.where == link.where and o.topic == link.topic and o.cause != link.cause for o in links)
    return any(o.topic in link.awaits and o.message_id != link.message_id for o in links)


def _unknown(answers: Iterable[Picture | Silent], pictures: Sequence[Picture]) -> tuple[str, ...]:
    silent = [f"{a.service} does not answer: {a.reason}" for a in answers if isinstance(a, Silent)]
    silent += [f"the database of {p.service} is {p.database}" for p in pictures if not p.knows]
    deaf = [p.service for p in pictures if not p.kafka_answers]
    return (*silent, *([f"Kafka does not answer {', '.join(deaf)}"] if deaf else []))


def _nobody_knows(answers: Sequence[Picture | Silent], unknown: tuple[str, ...]) -> Verdict:
    knowing = [answer for answer in answers if isinstance(answer, Picture) and answer.known]
    if knowing:
        return _of_no_order(knowing, unknown)
    answering = "no department that answers" if unknown else "no department"
    near = sorted({name for answer in answers if isinstance(answer, Picture) for name in answer.near})
    asked = ", ".join(answer.service for answer in answers if isinstance(answer, Picture))
    cause: Cause = "unknown_name"
    meant = "; or ".join(f"did you mean {name}? gendan why {quote(name)}" for name in near[:NEAR_MAX])
    return Verdict(
        "unknown",
        cause,
        "sales",
        f"{answering} knows an order, a paper or a message by this name",
        owner_of(cause, "sales"),
        meant or next_command(cause, "sales"),
        (f"asked: {asked}",),
        unknown=unknown,
        near=tuple(near),
    )


def _of_no_order(knowing: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    where = ", ".join(picture.service for picture in knowing)
    what = f"{where} knows this paper, and it is about no order: goods for the shelf, perhaps"
    owner, next_ = owner_of("no_order", where), next_command("no_order", where)
    return Verdict("unknown", "no_order", knowing[0].service, what, owner, next_, unknown=unknown)


def _nobody_answers(answers: Sequence[Picture | Silent], unknown: tuple[str, ...]) -> Verdict:
    """Nothing is known of the order: neither that it is there nor that it is not."""
    cause: Cause = "service_silent" if all(isinstance(answer, Silent) for answer in answers) else "database_away"
    where = "all departments"
    what = "nobody answered, so nothing is known of an order by this name"
    owner, next_ = owner_of(cause, where), next_command(cause, where)
    return Verdict("unknown", cause, where, what, owner, next_, ("asked: nobody answered",), unknown=unknown)


def _of_link(link: Link, state: State, unknown: tuple[str, ...]) -> Verdict:
    moving = state == "moving"
    cause: Cause = "on_its_way" if moving else link.cause
    return Verdict(
        state,
        cause,
        link.where,
        f"{link.topic} {'is on its way to' if moving else 'does not get through'} {link.where}",
        owner_of(cause, link.where, link.topic),
        next_command(cause, link.where, f"--message {link.message_id}"),
        (link.evidence,),
        since=link.since,
        behind=link.behind,
        alike=link.alike,
        unknown=unknown,
    )


def _on_account_of(answers: Sequence[Picture | Silent], pictures: Sequence[Picture]) -> tuple[Cause, str, Wait] | None:
    """Why the department that the order waits for is silent, if it waits for a silent one; and what for."""
    silent: dict[str, tuple[Cause, str]] = {
        a.service: ("service_silent", a.reason) for a in answers if isinstance(a, Silent)
    }
    silent |= {p.service: ("database_away", f"its database is {p.database}") for p in pictures if not p.knows}
    for wait in waits_of(pictures):
        if wait.owner in silent and not outside_of(wait.hoped_for):
            return (*silent[wait.owner], wait)
    return None


def _of_silence(cause: Cause, reason: str, wait: Wait, unknown: tuple[str, ...]) -> Verdict:
    return Verdict(
        "stuck",
        cause,
        wait.owner,
        f"{wait.what} is awaited from {wait.owner}, which does not answer",
        owner_of(cause, wait.owner),
        next_command(cause, wait.owner),
        (reason,),
        since=wait.since,
        due=wait.due,
        unknown=unknown,
    )


def _of_waits(pictures: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    waits = waits_of(pictures)
    if not waits:
        return _ended(pictures, unknown)
    wait = waits[0]
    teller = next(picture for picture in pictures if wait in picture.waits)
    overdue = wait.due is not None and wait.due < teller.business_now
    cause, owner = turn_of(wait, pictures, overdue)
    where = next((name for name in (owner, wait.owner) if name in DEPARTMENTS), teller.service)
    evidence = f"{wait.what} awaited from {wait.owner} since {wait.since:%Y-%m-%d %H:%M}"
    return Verdict(
        "stuck" if overdue else "waiting",
        cause,
        where,
        f"waits for {wait.what} from {owner}" + (f" ({wait.reason})" if wait.reason else ""),
        owner,
        next_command(cause, where, topic=hoped_for(wait, owner)),
        (
            evidence,
            *(f"sales: waits for {w.owner}: {w.what}" for p in pictures if p.service == "sales" for w in p.waits),
        ),
        since=wait.since,
        due=wait.due,
        behind=len(waits) - 1,
        unknown=unknown,
    )


def _ended(pictures: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    said = {fact.topic for picture in pictures for fact in picture.facts}
    ends = {EVENTS[topic].ends: topic for topic in said if topic in EVENTS}
    end = next((ends[end] for end in reversed(ENDS) if end in ends), "")
    if end:
        return Verdict(
            "done", "done", "sales", f"the order has ended: {end}", "nobody", "nothing to do", unknown=unknown
        )
    return Verdict(
        "unknown" if unknown else "moving",
        "on_its_way",
        "sales",
        "nothing is awaited and nothing is missing",
        "nobody",
        "ask again in a few seconds",
        unknown=unknown,
    )
