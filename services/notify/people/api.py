"""People over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.web import Ask, Look
from contracts.notify import PersonChanged
from contracts.scalars import Code, Reference, Told
from services.notify.people import handlers, store
from services.notify.people.rules import PutPerson

router = APIRouter(prefix="/api/v1", tags=["people"])
Administrator = Annotated[Person, Depends(allow("administrator", "general manager"))]


class PersonBody(BaseModel):
    """A member of staff; of one who is known, deputy and active are left alone when they are left out."""

    name: Told
    department: Told
    roles: tuple[Reference, ...]
    deputy: Code | None = None
    active: bool = True


class PeoplePage(Page[PersonChanged, str]):
    """People, and the cursor of the next page."""


@router.put("/people/{person}", response_model=PersonChanged)
async def put_person(person: Code, asked: PersonBody, ask: Ask, by: Administrator) -> Response:
    body = PutPerson(person, asked.name, asked.department, asked.roles, asked.deputy, asked.active, _left_out(asked))
    return await ask(handlers.put_people, body, key=person, by=by)


@router.get("/people")
async def get_people(db: Look, _: Administrator, after: Code | None = None, limit: Limit = 100) -> PeoplePage:
    items = await store.listed(db, after=after, limit=limit)
    return PeoplePage(items=tuple(items), next=items[-1].person if len(items) == limit else None)


def _left_out(asked: PersonBody) -> tuple[str, ...]:
    return tuple(sorted(PersonBody.model_fields.keys() - asked.model_fields_set))
