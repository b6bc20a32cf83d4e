"""Whether a value that has the right types is within the bounds that its annotations say, too.

msgspec reads types; what an annotation adds for pydantic (``Field(ge=0)``, ``AfterValidator``) is looked at here, on
what was read already. It only says yes or no: the words of a refusal are pydantic's (decision 0023). One function is
written per type, ``lambda came: came.version >= 0 and all(map(ok, came.lines))``, as every event and document goes
through it; what cannot be written so is asked of pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from contracts.value import Value

Check = Callable[[Any], bool]
COMPARED = {annotated_types.Ge: ">=", annotated_types.Gt: ">", annotated_types.Le: "<=", annotated_types.Lt: "<"}


@dataclass(frozen=True)
class HoldsIf:
    """In an ``Annotated``: tells at once of most values that all marks before it would leave them as they are."""

    check: Check


@cache
def check_of(kind: Any) -> Check | None:
    """The check of a type; None when there is nothing to look at."""
    writer = _Writer()
    return writer.written(writer.of_fields(kind) if _has_fields(kind) else writer.of(kind, "came"))


def _has_fields(kind: Any) -> bool:
    return isinstance(kind, type) and (issubclass(kind, Value) or is_dataclass(kind))


@dataclass
class _Writer:
    """Writes an expression; what it names is in ``known``."""

    known: dict[str, Any] = field(default_factory=dict)

    def written(self, told: str) -> Check | None:
        """The expression as a function."""
        check: Check | None = eval(f"lambda came: {told}", self.known) if told else None
        return check

    def of_fields(self, kind: Any) -> str:
        hints = get_type_hints(kind, include_extras=True)
        names = [one.name for one in fields(kind)] if is_dataclass(kind) else kind.__struct_fields__
        return _and(self.of(hints[name], f"came.{name}") for name in names)

    def of(self, kind: Any, came: str) -> str:
        """Whether ``came`` is within the bounds of ``kind``, as an expression; empty when it always is."""
        origin, args = get_origin(kind), get_args(kind)
        if kind is Decimal:
            return f"{came}.is_finite()"
        if _has_fields(kind):
            return self._call(check_of(kind), came)
        if origin is Annotated:
            return self._marked(kind, came)
        if origin in (Union, UnionType):
            return self._either(kind, [one for one in args if one is not NoneType], came)
        if origin in (dict, Mapping):
            return self._each(args[1], f"{came}.values()")
        return self._each(args[0], came) if origin in (tuple, list, Sequence) else ""

    def _marked(self, kind: Any, came: str) -> str:
        """What marks compare with; any other mark, and what follows it, has pydantic look at the whole."""
        marks = kind.__metadata__
        holding = max((place for place, mark in enumerate(marks) if isinstance(mark, HoldsIf)), default=-1)
        told = self._call(marks[holding].check, came) if holding >= 0 else self.of(get_args(kind)[0], came)
        bounds = [bound for mark in marks[holding + 1 :] for bound in _bounds_in(mark)]
        if any(type(bound) not in COMPARED for bound in bounds):
            return _and((told, self._call(_asked_of_pydantic(kind), came)))
        return _and((told, *(self._compared(bound, came) for bound in bounds)))

    def _compared(self, bound: Any, came: str) -> str:
        (limit,) = fields(bound)
        return f"{came} {COMPARED[type(bound)]} {self._named(getattr(bound, limit.name))}"

    def _either(self, kind: Any, kinds: Sequence[Any], came: str) -> str:
        if len(kinds) == 1:
            told = self.of(kinds[0], came)
            return f"({came} is None or {told})" if told else ""
        checks = {one: check for one in kinds if (check := check_of(one))}
        told = f"{self._named(checks)}.get(type({came}), {self._named(_always)})({came})" if checks else ""
        return told if all(map(_has_fields, checks)) else _and((told, self._call(_asked_of_pydantic(kind), came)))

    def _each(self, kind: Any, came: str) -> str:
        check = check_of(kind)
        return f"all(map({self._named(check)}, {came}))" if check else ""

    def _call(self, check: Check | None, came: str) -> str:
        return f"{self._named(check)}({came})" if check else ""

    def _named(self, thing: Any) -> str:
        name = f"it{len(self.known)}"
        self.known[name] = thing
        return name


def _and(told: Iterable[str]) -> str:
    return " and ".join(filter(None, told))


def _bounds_in(mark: Any) -> Sequence[Any]:
    return mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _always(_: Any) -> bool:
    return True


def _asked_of_pydantic(kind: Any) -> Check:
    look = TypeAdapter(kind).validate_python

    def unchanged(came: Any) -> bool:
        try:
            return bool(look(came) == came)
        except ValidationError:
            return False

    return unchanged
