"""Failure modes are kept, rated, improved; what was rejected or complained of proposes a case of one (WHS-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db, Handler, Nothing
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.complaints import ComplaintOpened
from contracts.event import Event
from contracts.warehouse import GoodsRejected
from services.warehouse.failure_mode.rules import FailureMode
from services.warehouse.failure_mode.work import command
from services.warehouse.fmea import store
from services.warehouse.fmea.rules import library, proposals
from services.warehouse.fmea.rules.library import Improve, Keep, Rate
from services.warehouse.fmea.rules.proposals import Confirm, Dismiss, Proposal


async def propose_of_lots(db: Db, heard: Sequence[GoodsRejected]) -> list[Nothing]:
    """Each rejected lot waits for somebody who says how it failed; our own department said that it is one."""
    today = clock.today()
    await store.save(db, [proposals.of_lot(new_id(), one, today) for one in heard])
    return [() for _ in heard]


async def propose_of_complaints(db: Db, heard: Sequence[ComplaintOpened]) -> list[Nothing]:
    """Each item of a quality complaint waits likewise; a complaint that is graded or opened anew is the same one."""
    today = clock.today()
    new = [(one, item) for one in heard for item in proposals.items_of(one)]
    await store.save(db, [proposals.of_complaint(new_id(), one, item, today) for one, item in new])
    return [() for _ in heard]


async def keep(db: Db, asked: Sequence[Keep]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, library.keep)


async def rate(db: Db, asked: Sequence[Rate]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await command(db, asked, lambda known, one: library.rate(known, one, today))


async def improve(db: Db, asked: Sequence[Improve]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, library.improve)


async def confirm(db: Db, asked: Sequence[Confirm]) -> list[Answer[Never] | Refusal]:
    """Of one proposal two may be in a batch, under two failure modes: the second hears of the first."""
    known, today = await store.load(db, [one.proposal_id for one in asked]), clock.today()

    def do(mode: FailureMode | None, one: Confirm) -> FailureMode | Refusal:
        done = proposals.confirm(known.get(one.proposal_id), mode, one, today)
        if isinstance(done, Refusal):
            return done
        known[one.proposal_id], mode = done
        return mode

    answers = await command(db, asked, do)
    await store.save(db, list(known.values()))
    return answers


async def dismiss(db: Db, asked: Sequence[Dismiss]) -> list[Answer[Never] | Refusal]:
    known = await store.load(db, [one.proposal_id for one in asked])
    done = [proposals.dismiss(known.get(one.proposal_id), one) for one in asked]
    await store.save(db, [one for one in done if isinstance(one, Proposal)])
    return [one if isinstance(one, Refusal) else Answer(one) for one in done]


HANDLES: Mapping[type[Event], Handler] = {GoodsRejected: propose_of_lots, ComplaintOpened: propose_of_complaints}
