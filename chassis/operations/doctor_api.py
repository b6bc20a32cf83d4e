"""`/ops/doctor`: what stands in the department's tables and cannot be meant (ALL-3: administrators alone)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field

from chassis.handling import Answer, House
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.operations import doctor
from chassis.refusal import Refusal

Administrator = Annotated[Person, Depends(allow("administrator"))]
router = Router(prefix="/ops", tags=["ops"])


class Found(BaseModel):
    """A value that cannot be meant; ``becomes`` is null when a person must decide, as ``note`` says."""

    table: str
    row: str
    field: str
    came: str
    becomes: str | None
    note: str


class Examined(BaseModel):
    """What was looked at, and what was found."""

    tables: tuple[str, ...]
    found: tuple[Found, ...]
    healed: bool


class AskHealing(BaseModel):
    """Why it is done, for the record."""

    reason: Annotated[str, Field(min_length=5, max_length=500)]


@router.get("/doctor")
async def get_doctor(request: Request, db: Look, _: Administrator) -> Examined:
    """What is found; nothing is changed."""
    house = request.app.state.engine.house
    async with db.acquire() as connection, connection.transaction():
        return _told(house, await doctor.examine(connection, house), healed=False)


@router.post("/doctor", response_model=Examined)
async def post_doctor(asked: AskHealing, ask: Ask, by: Administrator) -> Response:
    """What was found, and was written at the nearest bound where that can be done; each value is on record."""
    house = ask.engine.house

    async def heal(db: Any, commands: Sequence[AskHealing]) -> list[Answer | Refusal]:
        (command,) = commands
        return [Answer(_told(house, await doctor.heal(db, house, by.code, command.reason), healed=True))]

    return await ask(heal, asked, key="doctor", by=by)


def _told(house: House, findings: Sequence[doctor.Finding], *, healed: bool) -> Examined:
    found = tuple(Found(**asdict(finding)) for finding in findings)
    return Examined(tables=tuple(doctor.tables_of(house)), found=found, healed=healed)
