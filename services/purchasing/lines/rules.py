"""Which maintenance cannot be kept (PUR-12). Pure."""

from __future__ import annotations

from chassis.refusal import Refusal
from services.purchasing.production.rules.lines import Maintenance


class EndsBeforeItBegins(Refusal):
    """Maintenance from {first_on} to {until_on} ends before it begins."""

    status = 422
    of_input = True


def refusal_of(asked: Maintenance) -> Refusal | None:
    """Why maintenance cannot be kept."""
    if asked.until_on < asked.first_on:
        return EndsBeforeItBegins(first_on=asked.first_on, until_on=asked.until_on)
    return None
