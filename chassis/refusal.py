"""A rule's no: the class name is the code, the docstring the text."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, ClassVar

from contracts.texts import Text, Title


class Refusal(Exception):
    """Something that a person or system asked for cannot be.

    A handler returns it for the command that it refuses; nothing of that command is stored. The docstring of
    a subclass is its text, with the arguments in braces, and in [ ] what is left out where they are not told
    (``contracts.texts``). Becomes an RFC 9457 problem, in the language of who asked.
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

    @classmethod
    def line(cls) -> str:
        """Its text as the catalogues have it."""
        return " ".join((cls.__doc__ or "").split())

    @classmethod
    def title(cls) -> Title:
        return Title(cls.code().replace("-", " "))

    @property
    def text(self) -> Text:
        return Text(self.line(), **self.details)

    def __str__(self) -> str:
        return str(self.text)


class NotFound(Refusal):
    """There is no {what} {id} here."""

    status = 404


class InvalidInput(Refusal):
    """{count} fields are not as they must be."""

    status = 422

    def __init__(self, faults: list[dict[str, Any]]) -> None:
        """``faults``: one dict each with ``field``, ``expected`` (a Text) and ``came``; all of them at once."""
        super().__init__(count=len(faults))
        self.faults = faults

    @property
    def text(self) -> Text:
        one = type(self) is InvalidInput and self.details["count"] == 1
        return Text("1 field is not as it must be.") if one else super().text


class KeyUsedForAnotherBody(Refusal):
    """The Idempotency-Key {key} was used for another body; a new request needs a new key."""

    status = 422


class StillRunning(Refusal):
    """The same request, or another one about {key}, is still being worked on; ask again in a moment."""
