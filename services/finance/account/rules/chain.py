"""A chain of signatures: who signs after whoever asked, one after the other, all different (FIN-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from chassis.refusal import Refusal
from contracts.money import Signature
from contracts.texts import Text

Step = Literal["finance manager", "general manager"]
STEPS: tuple[Step, ...] = get_args(Step)
"""Who may sign after whoever asked, in this order; a step is a role."""
ALL = Decimal("Infinity")
"""What a currency without a value is worth: all sign."""


class NotAwaited(Refusal):
    """{what} waits for nobody: it is {state}; what came now is not taken."""


class AnotherMustSign(Refusal):
    """The next signature is the {step}'s; {person} has not that role."""

    status = 403


class SignedAlready(Refusal):
    """{person} signed {what} as {step} at {at} already, and it is {state}; what came now is not taken. Different people
    sign."""


@dataclass(frozen=True)
class Chain:
    """``signatures`` so far, the first of whoever asked; ``steps``: who signs after him. Open while it is awaited."""

    signatures: tuple[Signature, ...]
    steps: tuple[str, ...]
    state: str

    @property
    def next_step(self) -> str | None:
        """Whose signature is awaited."""
        return self.steps[len(self.signatures) - 1] if self.state == "awaited" else None

    @property
    def ends(self) -> bool:
        """Whether the next signature is the last."""
        return len(self.signatures) == len(self.steps)

    def sign(self, what: Text, person: str, roles: tuple[str, ...], at: str) -> tuple[Signature, ...] | Refusal:
        """With one more signature; nobody signs twice, nor what he asked himself."""
        own = next((signature for signature in self.signatures if signature.person == person), None)
        if own:
            return SignedAlready(what=what, person=own.person, step=own.step, at=own.at, state=self.state)
        if self.next_step is None:
            return NotAwaited(what=what, state=self.state)
        if self.next_step not in roles:
            return AnotherMustSign(step=self.next_step, person=person)
        return (*self.signatures, Signature(step=self.next_step, person=person, at=at))


def steps(signers: Mapping[Step, Decimal], worth: Decimal) -> tuple[str, ...]:
    """Those whose amount it is above, in their order; ``worth`` in the company's currency."""
    return tuple(step for step in STEPS if step in signers and worth > signers[step])
