"""Who plays the company's staff: its own people, as notify knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from world.client import Api, Somebody


@dataclass(frozen=True)
class Cast:
    """One person per role; ``people`` maps a role to a person code."""

    api: Api
    people: Mapping[str, str]

    def somebody(self, role: str) -> Somebody:
        """The person of a role, before the counters; a stand-in where the company has nobody."""
        return self.api.acting_as(self.people.get(role, f"world.{role.replace(' ', '-')}"), role)

    def merchandiser(self, person: str) -> Somebody:
        return self.api.acting_as(person, "merchandiser")

    def customer(self, code: str) -> Somebody:
        return self.api.acting_as(code, "customer")

    def supplier(self, code: str) -> Somebody:
        return self.api.acting_as(code, "supplier")


async def cast(api: Api) -> Cast:
    """The first active person of each role."""
    people = await api.acting_as("world.cast", "administrator").listed("notify", "/people")
    active = [person for person in people if person["active"]]
    return Cast(api, {role: person["person"] for person in reversed(active) for role in person["roles"]})
