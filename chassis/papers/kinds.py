"""The kinds of papers that a department issues, each a pure function of what the department keeps anyway."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.sheet import Sheet
from contracts.texts import Text
from contracts.value import Value

V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Draft(Generic[V]):
    """A paper as it would be issued now.

    ``drawn_from`` names the state of its document that it tells: while that is the same the paper is the same, and
    another one is the paper's next version, unless what was issued stands for good (``final``).
    """

    document: str
    """What paths call it by: its number, or an id where no number is its own."""
    number: str
    order_id: UUID | None
    customer: str
    """His code; empty where a customer has no part in it."""
    drawn_from: str
    data: V
    language: str = ""
    """The customer's own, as sales tells it (BCP 47)."""
    supplier: str = ""
    """His code, of what is written to a supplier."""
    final: str = ""
    """A state that, told once, is told for good: what the document is in later changes nothing of its paper."""

    def is_told_by(self, drawn_from: str) -> bool:
        """Whether a version of that state tells this."""
        return drawn_from == self.drawn_from or (bool(self.final) and drawn_from == self.final)


@dataclass(frozen=True)
class NotYet:
    """A paper that there will be, and what it waits for."""

    why: Text
    document: str = ""
    customer: str = ""


Found = Draft[V] | NotYet


@dataclass(frozen=True)
class Form(Generic[V]):
    """Another form of a paper, for programs (decision 0039): ``written`` as XML, or a PDF with one ``inside``."""

    name: str
    """What paths call it: ubl."""
    title: str
    """What everybody calls it, in every language: UBL 2.1."""
    lacking: Callable[[V], list[dict[str, Any]]]
    """Pure: the faults of what cannot be had in this form, each with ``field``, ``expected`` and ``came``."""
    written: Callable[[V], bytes] | None = None
    """Pure: XML, in the language in which it is said."""
    inside: Form[V] | None = None


@dataclass(frozen=True)
class PaperKind(Generic[V]):
    """One kind: how it is found, what it tells, what it shows, who may see it."""

    name: str
    """commercial_invoice"""
    title: Text
    roles: tuple[Role, ...]
    """Who may see it; a ``customer`` his own only."""
    data: type[V]
    of_order: Callable[[Reading, UUID], Awaitable[Sequence[Found[V]]]]
    """Those of an order, in the order of their making."""
    find: Callable[[Reading, str], Awaitable[Found[V] | None]]
    """By what its document is called."""
    sheet: Callable[[V], Sheet]
    """Pure: what it shows of what it tells."""
    forms: tuple[Form[V], ...] = ()
    answered: bool = False
    """Who has a link may answer it, at the link's path and ``/reply``."""
    stays_inside: bool = False
    """Only the company's own people work with it, each in the language that he reads."""


async def of_no_order(_db: Reading, _order_id: UUID) -> Sequence[Found[Any]]:
    """``of_order`` of a kind whose papers are about no single order."""
    return []
