"""What a service ticket is, and what may happen to it in each state (SAL-13). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from contracts.value import Value
from services.sales.policy import TicketKind

Channel = Literal["telephone", "mail", "chat", "social_media", "sms"]
"""By which the customer came to staff."""
Way = Channel | Literal["himself"]
"""``himself``: by the link that was sent to him, or with an account of his own."""
State = Literal["front_desk", "after_sales", "supervisor", "solved", "closed"]
"""Who has it; ``solved``: the customer is asked whether it is."""
StepName = Literal["report", "hand_over", "hand_back", "pass_on", "solve", "escalate", "reopen"]
"""What people do with it. ``pass_on``: a suggestion goes to research and development."""
Happening = Literal[
    "opened", "report", "hand_over", "hand_back", "pass_on", "solve", "escalate", "reopen", "overdue", "confirmed",
    "denied", "unanswered",
]  # fmt: skip
"""Also what time does (``overdue``, ``unanswered``), and what the customer says of a solution."""
HANDLED: tuple[State, ...] = ("front_desk", "after_sales")
"""Where a limit runs."""
MOVES: Mapping[State, Mapping[Happening, State]] = {
    "front_desk": {
        "report": "front_desk",
        "hand_over": "after_sales",
        "pass_on": "front_desk",
        "solve": "solved",
        "escalate": "supervisor",
        "overdue": "supervisor",
    },
    "after_sales": {
        "report": "after_sales",
        "hand_over": "after_sales",
        "hand_back": "front_desk",
        "solve": "solved",
        "escalate": "supervisor",
        "overdue": "supervisor",
    },
    "supervisor": {
        "report": "supervisor",
        "hand_over": "after_sales",
        "hand_back": "front_desk",
        "pass_on": "supervisor",
        "solve": "solved",
    },
    "solved": {"reopen": "front_desk", "denied": "front_desk", "confirmed": "closed", "unanswered": "closed"},
    "closed": {"reopen": "front_desk"},
}
"""What may happen in each state, and to which it leads; nothing else may."""


class Goods(Value):
    """So much of a line of its order, in the item's unit."""

    line: int
    item: str
    quantity: Decimal
    slip: str = ""
    """The sales slip (SS-2026-000123) by which they left, where the customer named it."""


class Done(Value):
    """A step of it: what, when (UTC), by whom (person or customer code; empty by time), in whose words."""

    what: Happening
    at: datetime
    by: str = ""
    words: str = ""
    to: str = ""
    """Who has it now, or to whom a suggestion was passed (person code)."""


class Ticket(Value):
    """The document."""

    ticket_id: UUID
    number: str
    """What people call it: ST-2026-000123."""
    kind: TicketKind
    channel: Way
    customer: str
    words: str
    """The customer's: what he asks, or what is the matter."""
    front_desk: str
    """Who took it, and asks the customer whether it is solved (person code); nobody while the customer opened it
    himself and nobody took a step."""
    person: str
    """Who has it (person code); nobody once it is closed, anybody of the front desk while nobody took it, and any
    service supervisor where it is with them."""
    state: State = "front_desk"
    due: date | None = None
    """The day, in the company's zone, by which it is to be solved, or the customer answers; None once it is closed."""
    order_id: UUID | None = None
    order_number: str = ""
    goods: Goods | None = None
    complaint: str = ""
    """The complaint (CP-2026-000123) that it is in truth, and is carried on as."""
    sent_anew: str = ""
    """The order (SO-2026-000123) by which goods of an exchange or a repair go to the customer anew."""
    reopened: int = 0
    """How often."""
    done: tuple[Done, ...] = ()
    """The newest one last."""

    @property
    def free(self) -> bool:
        """Whoever of the front desk takes its next step has it."""
        return self.state == "front_desk" and not self.person

    @property
    def solutions(self) -> tuple[Done, ...]:
        """What the customer was told, each time that it was solved."""
        return tuple(one for one in self.done if one.what == "solve")

    @property
    def solution_number(self) -> str:
        """What the newest solution is called: ST-2026-000123-2."""
        return f"{self.number}-{len(self.solutions)}"

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    @property
    def moves_on(self) -> date | None:
        """The day after which time alone moves it: to the supervisor, or to its end."""
        return self.due if self.state in (*HANDLED, "solved") else None

    @property
    def passed_on(self) -> bool:
        return any(one.what == "pass_on" for one in self.done)

    @property
    def possible(self) -> tuple[Happening, ...]:
        """What may happen to it now; only a suggestion is passed on to research and development."""
        return tuple(what for what in MOVES[self.state] if what != "pass_on" or self.kind == "suggestion")

    def moved(self, done: Done, due: date | None) -> Self:
        """One of the ``possible`` happens to it; ``due`` is its next limit."""
        state = MOVES[self.state][done.what]
        front_desk = self.front_desk or done.by
        return self.but(
            state=state,
            front_desk=front_desk,
            person=self._person(done, state, front_desk),
            due=due,
            reopened=self.reopened + (done.what in ("reopen", "denied")),
            done=(*self.done, done),
        )

    def _person(self, done: Done, state: State, front_desk: str) -> str:
        if state in ("supervisor", "closed"):
            return ""
        if state == "after_sales":
            return done.to or self.person
        return front_desk
