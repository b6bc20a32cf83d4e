"""A customer who signs in sees and touches his own orders only (ALL-3)."""

from __future__ import annotations

from chassis.http.identity import Person

STAFF = ("merchandiser", "salesperson", "sales manager")
READERS = (*STAFF, "customer service", "management", "general manager", "accountant", "finance manager", "customer")


def only_customer(by: Person) -> str | None:
    """The customer code of a person who is nothing but a customer: his token's subject."""
    return by.code if "customer" in by.roles and not set(by.roles) & set(READERS[:-1]) else None
