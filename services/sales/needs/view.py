"""The needs of an inquiry as people see them."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.value import Value, fields_of
from services.sales.inquiry.rules import Inquiry
from services.sales.needs.rules.document import Needs, Version, unconfirmed_in
from services.sales.needs.rules.questions import GENERAL, Question, Questions, asked_of


class OpenQuestion(Value):
    """One that nobody answered yet, by its code."""

    question: str
    asked: Question


class VersionState(Version):
    number: str
    """As it stands on its paper: NC-2026-000123-2."""


class NeedsState(Value):
    """What is known of an inquiry's needs, and what is still to be asked; the newest version last."""

    inquiry: str
    customer: str
    kind: str
    confirmed: str
    """The number of the version that the customer agreed to last; empty before."""
    versions: tuple[VersionState, ...]
    open: tuple[OpenQuestion, ...]
    unconfirmed: tuple[str, ...]
    """Obligatory questions to whose answers he has not agreed."""


def state_of(inquiry: Inquiry, needs: Needs | None, lists: Mapping[str, Questions]) -> NeedsState:
    versions = needs.versions if needs else ()
    kind = needs.newest.kind if needs else GENERAL
    told = needs.newest.answers if needs else {}
    left = {code: one for code, one in asked_of(kind, lists).items() if code not in told}
    return NeedsState(
        inquiry=inquiry.number,
        customer=inquiry.customer,
        kind=kind,
        confirmed=needs.confirmed if needs else "",
        versions=tuple(VersionState(**fields_of(one), number=needs.number(one)) for one in versions if needs),
        open=tuple(OpenQuestion(question=code, asked=one) for code, one in left.items()),
        unconfirmed=unconfirmed_in(needs, lists),
    )
