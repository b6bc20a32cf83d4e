"""Whether a value that has the right types is within the bounds that its annotations say, too.

msgspec reads types; what an annotation adds for pydantic (``Field(ge=0)``, ``AfterValidator``) is looked at here, on
what was read already. It only says yes or no: the words of a refusal are pydantic's. One function is written per type,
``lambda came: came.version >= 0 and all(map(ok, came.lines))``, as every event and document goes through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from inspect import signature
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import AfterValidator, BeforeValidator
from pydantic.fields import FieldInfo

from contracts.value import Value

Within = Callable[[Any], bool]
COMPARED = {annotated_types.Ge: ">=", annotated_types.Gt: ">", annotated_types.Le: "<=", annotated_types.Lt: "<"}


@dataclass(frozen=True)
class Right:
    """In an ``Annotated``: tells at once what all marks before it would leave as it is."""

    holds: Within


@cache
def within(kind: Any) -> Within | None:
    """The check of a type; None when there is nothing to look at."""
    writer = _Writer()
    return writer.written(writer.of_fields(kind) if _has_fields(kind) else writer.of(kind, "came"))


def _has_fields(kind: Any) -> bool:
    return isinstance(kind, type) and (issubclass(kind, Value) or is_dataclass(kind))


@dataclass
class _Writer:
    """Writes an expression; what it names is in ``known``."""

    known: dict[str, Any] = field(default_factory=dict)

    def written(self, told: str) -> Within | None:
        """The expression as a function."""
        check: Within | None = eval(f"lambda came: {told}", self.known) if told else None
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
            return self._call(within(kind), came)
        if origin is Annotated:
            return self._marked(args[0], kind.__metadata__, came)
        if origin in (Union, UnionType):
            return self._either([one for one in args if one is not NoneType], came)
        if origin in (dict, Mapping):
            return self._each(args[1], f"{came}.values()")
        return self._each(args[0], came) if origin in (tuple, list, Sequence) else ""

    def _marked(self, kind: Any, marks: Sequence[Any], came: str) -> str:
        rights = [place for place, mark in enumerate(marks) if isinstance(mark, Right)]
        if not rights:
            return _and((self.of(kind, came), *(self._mark(mark, came) for mark in marks)))
        first, *others = marks[rights[-1] :]
        return _and((self._call(first.holds, came), *(self._mark(mark, came) for mark in others)))

    def _either(self, kinds: Sequence[Any], came: str) -> str:
        if len(kinds) == 1:
            told = self.of(kinds[0], came)
            return f"({came} is None or {told})" if told else ""
        checks = {one: check for one in kinds if (check := within(one))}
        return f"{self._named(checks)}.get(type({came}), {self._named(_always)})({came})" if checks else ""

    def _each(self, kind: Any, came: str) -> str:
        check = within(kind)
        return f"all(map({self._named(check)}, {came}))" if check else ""

    def _mark(self, mark: Any, came: str) -> str:
        """Raises TypeError for a mark that is not known here: what it asks would not be looked at."""
        if isinstance(mark, FieldInfo):
            return _and(self._mark(one, came) for one in mark.metadata)
        if type(mark) in COMPARED:
            (limit,) = fields(mark)
            return f"{came} {COMPARED[type(mark)]} {self._named(getattr(mark, limit.name))}"
        if isinstance(mark, AfterValidator):
            return self._call(_unchanged_by(mark.func), came)
        if pattern := getattr(mark, "pattern", None):
            return f"{self._named(re.compile(pattern).search)}({came}) is not None"
        if digits := getattr(mark, "max_digits", None):
            return f"{self._named(_digits_of)}({came}) <= {digits}"
        if isinstance(mark, BeforeValidator):
            return ""
        raise TypeError(f"{mark!r} cannot be looked at")

    def _call(self, check: Within | None, came: str) -> str:
        return f"{self._named(check)}({came})" if check else ""

    def _named(self, thing: Any) -> str:
        name = f"it{len(self.known)}"
        self.known[name] = thing
        return name


def _and(told: Iterable[str]) -> str:
    return " and ".join(filter(None, told))


def _digits_of(number: Decimal) -> int:
    """As pydantic counts them: with the zeros that an exponent stands for."""
    _, digits, exponent = number.as_tuple()
    return max(len(digits) + max(int(exponent), 0), -int(exponent))


def _always(_: Any) -> bool:
    return True


class _Strict:
    """Stands for pydantic's info: nothing is read leniently."""

    context = None


def _unchanged_by(rule: Callable[..., Any]) -> Within:
    asked = (_Strict,) if len(signature(rule).parameters) == 2 else ()

    def unchanged(came: Any) -> bool:
        try:
            return rule(came, *asked) is came
        except ValueError:
            return False

    return unchanged
