"""The command `gendan conformance`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from aiokafka.errors import KafkaError
from rich.console import Console

from chassis.environment import settled
from chassis.kafka_access import KafkaAccess
from contracts.departments import DEPARTMENTS
from contracts.texts import Text, Word, said, saying
from gendan.conformance.again import newest, sent_again
from gendan.conformance.hearing import heard, read_by
from gendan.conformance.judging import Judged, judged
from gendan.conformance.record import Fault
from gendan.conformance.unheard import heard_by, unheard
from gendan.language import Lang, speaking
from gendan.terminal import speak, spoken
from gendan.wrong_use import one_of

FAULTY, UNKNOWN = 1, 3
GROUP = "The consumer group by which it reads; what that did not read is a fault."
AGAIN = "First send the newest record of each topic that it hears once more, byte for byte; then listen, as --for says."
PATIENCE_S = 60.0
"""So long a group may take to read a record where nobody says otherwise."""
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


def conformance(
    department: Annotated[str, typer.Argument(help="Whose part is judged, such as finance.")],
    bootstrap: Annotated[str | None, typer.Option(help="host:port of Kafka; else KAFKA_BOOTSTRAP_SERVERS.")] = None,
    prefix: Annotated[str, typer.Option(help="TOPIC_PREFIX of the company.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Only what came since then (real time, UTC).")] = None,
    for_s: Annotated[float, typer.Option("--for", min=0, help="Listen so many seconds more.")] = 0.0,
    within: Annotated[
        float | None, typer.Option(min=0, help="In a sandbox: every answer comes in so many seconds.")
    ] = None,
    group: Annotated[str | None, typer.Option(help=GROUP)] = None,
    again: Annotated[bool, typer.Option("--again", help=AGAIN)] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Lang = None,
) -> None:
    """Whether who stands for a department says and keeps what the contracts ask. Without --again it reads alone.

    Exit 0: it passes; 1: a fault; 3: nothing of it was heard, or Kafka does not answer.
    """
    if department not in DEPARTMENTS:
        raise one_of("department", DEPARTMENTS, department)
    speak(lang)
    access = settled(KafkaAccess, **({"kafka_bootstrap_servers": bootstrap} if bootstrap else {}))
    with saying(speaking(spoken())):
        asked = Asked(access, prefix, since.replace(tzinfo=UTC) if since else None, for_s, within, group, again)
        found = _found(asked, department)
        for line in (
            [json.dumps(as_told(found, department), ensure_ascii=False)] if as_json else lines(found, department)
        ):
            console.print(line)
    raise typer.Exit(FAULTY if found.faults else 0 if found.messages else UNKNOWN)


@dataclass(frozen=True)
class Asked:
    """Which records are judged, and by what; as the command's options say."""

    access: KafkaAccess
    prefix: str
    since: datetime | None
    for_s: float
    within: float | None
    group: str | None
    again: bool


def _found(asked: Asked, department: str) -> Judged:
    try:
        return asyncio.run(listened(asked, department))
    except KafkaError as fault:
        console.print(said(Text("Kafka does not answer: {fault}", fault=str(fault))))
        raise typer.Exit(UNKNOWN) from None


async def listened(asked: Asked, department: str) -> Judged:
    """What the department said, and where its group is known, what it did not hear. Raises KafkaError."""
    if asked.again:
        before = await heard(asked.access, asked.prefix, asked.since, 0)
        await sent_again(asked.access, asked.prefix, newest(before, heard_by(department)))
    records = await heard(asked.access, asked.prefix, asked.since, asked.for_s)
    now = datetime.now(UTC)
    found = judged(records, department, now, asked.within)
    if asked.group is None:
        return found
    read = await read_by(asked.access, asked.prefix, asked.group)
    patience_s = PATIENCE_S if asked.within is None else asked.within
    missed = unheard(records, heard_by(department), read, now - timedelta(seconds=patience_s))
    return replace(found, faults=[*found.faults, *missed])


def lines(found: Judged, department: str) -> list[str]:
    """Each fault by its name and place, then the verdict."""
    numbers = {"messages": found.messages, "topics": len(found.topics), "kept": found.kept}
    told = {"department": Word(department), "count": len(found.faults), **numbers}
    if found.faults:
        verdict = Text("{department}: {count} faults in {messages} messages of {topics} topics", **told)
    elif found.messages:
        verdict = Text("{department} passes: {messages} messages of {topics} topics, {kept} promises kept", **told)
    else:
        verdict = Text("{department} said nothing: nothing could be judged", **told)
    return [*map(_line, found.faults), said(verdict)]


def _line(fault: Fault) -> str:
    return (
        f"{fault.name}: {fault.at.topic} {fault.at.partition}/{fault.at.offset} {fault.at.said_key}: {said(fault.text)}"
    )


def as_told(found: Judged, department: str) -> dict[str, Any]:
    """The same for programs; the names of faults stay, their words follow the language."""
    faults = [
        {
            "name": one.name,
            "text": said(one.text),
            "topic": one.at.topic,
            "partition": one.at.partition,
            "offset": one.at.offset,
            "key": one.at.said_key,
        }
        for one in found.faults
    ]
    numbers = {"messages": found.messages, "topics": sorted(found.topics), "promises_kept": found.kept}
    return {"department": department, "passes": bool(found.messages and not faults), **numbers, "faults": faults}
