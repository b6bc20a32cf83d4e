"""Who may be signed in: the company's own people, as notify knows them, and a stand-in for a role that nobody has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gendan.roles import ROLES
from world.cast import Cast
from world.client import Api, Tokens

OUTSIDE = frozenset({"customer", "supplier", "carrier", "bank", "analyst"})
"""They come by their own systems, under codes of their own; an analyst is a program that draws reports."""


@dataclass(frozen=True)
class Member:
    """A person on the page; ``department`` is empty for a stand-in."""

    code: str
    name: str
    department: str
    roles: tuple[str, ...]


People = Callable[[], Awaitable[list[Member]]]


def people_of(urls: Mapping[str, str], tokens: Tokens) -> People:
    """Asks the running company, each time."""

    async def people() -> list[Member]:
        async with Api(urls, tokens) as api:
            told = await api.acting_as("issuer", "administrator").listed("notify", "/people")
            return with_stand_ins(_staff(told), Cast(api, {}))

    return people


def with_stand_ins(staff: list[Member], cast: Cast) -> list[Member]:
    """The staff by department, then those whom the world calls where the company has nobody."""
    held = {role for somebody in staff for role in somebody.roles}
    missing = (cast.somebody(role) for role in ROLES if role not in held | OUTSIDE)
    return staff + [Member(one.person, one.roles[0], "", one.roles) for one in missing]


def _staff(told: Iterable[Mapping[str, Any]]) -> list[Member]:
    staff = (Member(p["person"], p["name"], p["department"], tuple(p["roles"])) for p in told if p["active"])
    return sorted(staff, key=lambda somebody: (somebody.department, somebody.roles, somebody.code))
