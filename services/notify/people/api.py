"""People over HTTP."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import Depends, Response
from pydantic import BaseModel, model_validator

from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.notify import PersonChanged
from contracts.scalars import Code, Day, Reference, Told
from contracts.texts import Expected
from services.notify.people import handlers, store
from services.notify.people.rules import PutPerson

router = Router(prefix="/api/v1", tags=["people"])
Administrator = Annotated[Person, Depends(allow("administrator", "general manager"))]


class PersonBody(BaseModel):
    """A member of staff, or whoever else signs in; of one who is known, what follows his roles is left alone when it is
    left out."""

    name: Told
    department: Told
    roles: tuple[Reference, ...]
    deputy: Code | None = None
    active: bool = True
    """Who works here no more is let in nowhere any more, at once; true again gives it back."""
    superior: Code | None = None
    """Who sees what he sees of customers and orders, where each sees his own alone."""
    away_from: Day | None = None
    """The first day on which the deputy stands in."""
    away_until: Day | None = None
    """The last one; left out while nobody knows it."""

    @model_validator(mode="after")
    def _stands_for_itself(self) -> Self:
        if self.away_until and (self.away_from is None or self.away_until < self.away_from):
            raise Expected("away_until on away_from or later")
        return self


class PeoplePage(Page[PersonChanged, str]):
    """People, and the cursor of the next page."""


@router.put("/people/{person}", response_model=PersonChanged)
async def put_person(person: Code, asked: PersonBody, ask: Ask, by: Administrator) -> Response:
    told = {name: getattr(asked, name) for name in PersonBody.model_fields}
    body = PutPerson(person, **told, by=by.code, left_out=_left_out(asked))
    return await ask(handlers.put_people, body, key=person, by=by)


@router.get("/people")
async def get_people(db: Look, _: Administrator, after: Code | None = None, limit: Limit = 100) -> PeoplePage:
    items = await store.listed(db, after=after, limit=limit)
    return PeoplePage(items=tuple(items), next=items[-1].person if len(items) == limit else None)


def _left_out(asked: PersonBody) -> tuple[str, ...]:
    return tuple(sorted(PersonBody.model_fields.keys() - asked.model_fields_set))
