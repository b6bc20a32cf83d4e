"""A person's work list over HTTP (NOT-17)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.http.asked import DayAhead
from chassis.http.forms import TOLD
from chassis.http.router import Router
from chassis.http.web import Ask
from contracts.scalars import Told
from services.notify.promise.paths import Staff
from services.notify.work_list import handlers
from services.notify.work_list.rules import Put, PutOff

router = Router(prefix="/api/v1", tags=["work"])


class PutOffBody(BaseModel):
    work: Annotated[UUID, Field(json_schema_extra=TOLD)]
    """As whoever shows the list calls it."""
    until: DayAhead
    reason: Told


@router.post("/put-off", response_model=Put)
async def put_off(asked: PutOffBody, ask: Ask, by: Staff) -> Response:
    """Until this day it stands under what was put off; today takes it up again (NOT-17)."""
    body = PutOff(by.code, asked.work, asked.until, asked.reason)
    return await ask(handlers.put_off, body, key=f"{by.code} {asked.work}", by=by)
