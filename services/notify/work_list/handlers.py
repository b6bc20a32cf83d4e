"""What a person puts off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.notify.work_list import store
from services.notify.work_list.rules import PutOff


async def put_off(db: Db, asked: Sequence[PutOff]) -> list[Answer[Never] | Refusal]:
    """It is his own affair: nobody else hears of it."""
    put = await store.put(db, asked, clock.now())
    return [Answer(put[one.person, one.work]) for one in asked]
