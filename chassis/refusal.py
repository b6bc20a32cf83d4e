"""A rule's no: the class name is the code, the docstring the text."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, ClassVar


class Refusal(Exception):
    """Something that a person or system asked for cannot be.

    A handler returns it for the command that it refuses; nothing of that command is stored. The docstring of
    a subclass is its text, with the arguments in braces. Becomes an RFC 9457 problem.
    """

    status: ClassVar[int] = 409
    of_input: ClassVar[bool] = False
    """What was filled in is refused, not that it is asked: another input may be taken."""

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(str(self))

    @property
    def by_input(self) -> bool:
        return self.of_input or self.status == HTTPStatus.UNPROCESSABLE_ENTITY

    @classmethod
    def code(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split()).format(**self.details)


class NotFound(Refusal):
    """There is no {what} {id} here."""

    status = 404


class InvalidInput(Refusal):
    """{count} fields are not as they must be."""

    status = 422

    def __init__(self, faults: list[dict[str, Any]]) -> None:
        """``faults``: one dict each with ``field``, ``expected`` and ``came``; all of them at once."""
        super().__init__(count=len(faults))
        self.faults = faults

    def __str__(self) -> str:
        if type(self) is InvalidInput and self.details["count"] == 1:
            return "1 field is not as it must be."
        return super().__str__()


class KeyUsedForAnotherBody(Refusal):
    """The Idempotency-Key {key} was used for another body; a new request needs a new key."""

    status = 422


class StillRunning(Refusal):
    """The same request, or another one about {key}, is still being worked on; ask again in a moment."""
