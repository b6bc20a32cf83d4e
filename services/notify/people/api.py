"""People over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.identity import Person, allow
from chassis.web import Door_, Reading
from contracts.notify import PersonChanged
from services.notify.people import handlers, store
from services.notify.people.rules import PutPerson

router = APIRouter(prefix="/api/v1", tags=["people"])
Administrator = Annotated[Person, Depends(allow("administrator", "general manager"))]


class PersonBody(BaseModel):
    name: str = Field(min_length=1)
    department: str = Field(min_length=1)
    roles: tuple[str, ...]
    deputy: str | None = None
    active: bool = True


@router.put("/people/{person}", response_model=PersonChanged)
async def put_person(person: str, asked: PersonBody, door: Door_, by: Administrator) -> Response:
    body = PutPerson(person, asked.name, asked.department, asked.roles, asked.deputy, asked.active)
    return await door(handlers.put_people, body, key=person, by=by)


@router.get("/people")
async def get_people(
    db: Reading, _: Administrator, after: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> dict[str, Any]:
    items = await store.listed(db, after=after, limit=limit)
    return {"items": items, "next": items[-1].person if len(items) == limit else None}
