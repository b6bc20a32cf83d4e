"""The verdict on an order: a pure function of what the departments answered (ALL-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.departments import DEPARTMENTS
from contracts.stages import ENDS
from contracts.texts import Text, said
from whereabouts.causes import next_command, outside_of, owner_of
from whereabouts.found import State
from whereabouts.found import Verdict as Verdict
from whereabouts.links import Cause, Link, missing
from whereabouts.nobody import nobody_answers, nobody_knows
from whereabouts.picture import Picture, Silent, Wait
from whereabouts.waits import hoped_for, turn_of, waits_of
from whereabouts.words import any_of, event, no_database, silence, whom


def verdict(answers: Sequence[Picture | Silent]) -> Verdict:
    """The first missing link; else for whom the order waits; else that it is done or on its way."""
    pictures = [answer for answer in answers if isinstance(answer, Picture)]
    found = _verdict(answers, pictures, _unknown(answers, pictures))
    numbers = {
        order: number for picture in pictures if picture.service == "sales" for order, number in picture.numbers.items()
    }
    number, others = next(iter(numbers.values()), ""), list(numbers.values())[1:]
    also = (said(Text("other orders have this name too: {orders}", orders=others)),) if others else ()
    next_ = found.next.replace("/ORDER", f"/{number}") if number else found.next
    return replace(found, number=number, next=next_, evidence=(*found.evidence, *also))


def _verdict(answers: Sequence[Picture | Silent], pictures: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    if not any(picture.knows for picture in pictures):
        return nobody_answers(answers, unknown)
    if not any(picture.facts or picture.parked or picture.waits for picture in pictures):
        return nobody_knows(answers, unknown)
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
    silent = [silence(a.service, a.reason) for a in answers if isinstance(a, Silent)]
    silent += [no_database(p.service, p.database) for p in pictures if not p.knows]
    deaf = [whom(p.service) for p in pictures if not p.kafka_answers]
    return (*silent, *([said(Text("Kafka does not answer {where}", where=deaf))] if deaf else []))


def _of_link(link: Link, state: State, unknown: tuple[str, ...]) -> Verdict:
    moving = state == "moving"
    cause: Cause = "on_its_way" if moving else link.cause
    return Verdict(
        state,
        cause,
        link.where,
        said(_not_there(link, moving=moving)),
        owner_of(cause, link.where, link.topic),
        next_command(cause, link.where, f"--message {link.message_id}"),
        (link.evidence,),
        since=link.since,
        behind=link.behind,
        alike=link.alike,
        unknown=unknown,
    )


def _not_there(link: Link, *, moving: bool) -> Text:
    told = {"topic": event(link.topic), "where": whom(link.where)}
    if moving:
        return Text("{topic} is on its way to {where}", **told)
    return Text("{topic} does not get through {where}", **told)


def _on_account_of(answers: Sequence[Picture | Silent], pictures: Sequence[Picture]) -> tuple[Cause, str, Wait] | None:
    """Why the department that the order waits for is silent, if it waits for a silent one; and what for."""
    silent: dict[str, tuple[Cause, str]] = {
        a.service: ("service_silent", a.reason) for a in answers if isinstance(a, Silent)
    }
    silent |= {p.service: ("database_away", no_database(p.service, p.database)) for p in pictures if not p.knows}
    for wait in waits_of(pictures):
        if wait.owner in silent and not outside_of(wait.hoped_for):
            return (*silent[wait.owner], wait)
    return None


def _of_silence(cause: Cause, reason: str, wait: Wait, unknown: tuple[str, ...]) -> Verdict:
    return Verdict(
        "stuck",
        cause,
        wait.owner,
        said(
            Text(
                "{topics} is awaited from {whom}, which does not answer",
                topics=any_of(wait.topics, wait.what),
                whom=whom(wait.owner),
            )
        ),
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
    reason = wait.reason.replace(wait.cause, event(wait.cause), 1) if wait.cause else wait.reason
    told = _told(wait) | {"whom": whom(owner), "reason": reason}
    return Verdict(
        "stuck" if overdue else "waiting",
        cause,
        where,
        said(Text("waits for {topics} from {whom}[ ({reason})]", **told)),
        whom(owner),
        next_command(cause, where, topic=hoped_for(wait, owner)),
        (
            _since(wait),
            *(_of_sales(w) for p in pictures if p.service == "sales" for w in p.waits),
        ),
        since=wait.since,
        due=wait.due,
        behind=len(waits) - 1,
        unknown=unknown,
    )


def _told(wait: Wait) -> dict[str, str]:
    return {"topics": any_of(wait.topics, wait.what), "whom": whom(wait.owner)}


def _since(wait: Wait) -> str:
    return said(Text("{topics} awaited from {whom} since {since}", **_told(wait), since=f"{wait.since:%Y-%m-%d %H:%M}"))


def _of_sales(wait: Wait) -> str:
    return said(Text("{where}: waits for {whom}: {topics}", where=whom("sales"), **_told(wait)))


def _ended(pictures: Sequence[Picture], unknown: tuple[str, ...]) -> Verdict:
    heard = {fact.topic for picture in pictures for fact in picture.facts}
    ends = {EVENTS[topic].ends: topic for topic in heard if topic in EVENTS}
    end = next((ends[end] for end in reversed(ENDS) if end in ends), "")
    if end:
        return Verdict(
            "done",
            "done",
            "sales",
            said(Text("the order has ended: {topic}", topic=event(end))),
            owner_of("done", "sales"),
            next_command("done", "sales"),
            unknown=unknown,
        )
    return Verdict(
        "unknown" if unknown else "moving",
        "on_its_way",
        "sales",
        said(Text("nothing is awaited and nothing is missing")),
        owner_of("on_its_way", "sales"),
        said(Text("ask again in a few seconds")),
        unknown=unknown,
    )
