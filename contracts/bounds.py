"""Whether a value that has the right types is within the bounds that its annotations say, too.

msgspec reads types; what an annotation adds for pydantic (``AfterValidator``, ``Field(ge=0)``) is looked at here, on
what was read already. It only says yes or no: the words of a refusal are pydantic's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from inspect import signature
from operator import attrgetter, ge, gt, le, lt
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import AfterValidator, BeforeValidator
from pydantic.fields import FieldInfo

from contracts.value import Value

Within = Callable[[Any], bool]
COMPARED = ((annotated_types.Ge, ge), (annotated_types.Gt, gt), (annotated_types.Le, le), (annotated_types.Lt, lt))


class _Strict:
    """Stands for pydantic's info: nothing is read leniently."""

    context = None


@cache
def within(kind: Any) -> Within | None:
    """The check of a type; None when there is nothing to look at."""
    origin, args = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Value):
        return _of_fields(kind)
    if origin is Annotated:
        return _all((within(args[0]), *map(_of_mark, kind.__metadata__)))
    if origin in (Union, UnionType):
        return _of_either(args)
    if origin in (dict, Mapping):
        return _of_parts(within(args[1]), lambda came: came.values())
    return _of_parts(_all(map(within, args)), iter) if origin in (tuple, list, Sequence) else None


def _all(checks: Iterable[Within | None]) -> Within | None:
    to_do = [check for check in checks if check is not None]
    if len(to_do) < 2:
        return to_do[0] if to_do else None
    return lambda came: all(check(came) for check in to_do)


def _of_fields(kind: type[Value]) -> Within | None:
    hints = get_type_hints(kind, include_extras=True)
    checks = {name: within(hints[name]) for name in kind.__struct_fields__}
    to_do = [(attrgetter(name), check) for name, check in checks.items() if check is not None]

    def check_all(came: Any) -> bool:
        return all(check(get(came)) for get, check in to_do)

    return check_all if to_do else None


def _of_either(kinds: Iterable[Any]) -> Within | None:
    checks = {kind: within(kind) for kind in kinds if kind is not NoneType}
    if len(checks) == 1:
        (check,) = checks.values()
        return check and (lambda came: came is None or check(came))
    classes = {kind: check for kind, check in checks.items() if check is not None}
    return (lambda came: type(came) not in classes or classes[type(came)](came)) if classes else None


def _of_parts(check: Within | None, parts: Callable[[Any], Iterable[Any]]) -> Within | None:
    return check and (lambda came: all(map(check, parts(came))))


def _of_mark(mark: Any) -> Within | None:
    """Raises TypeError for a mark that is not known here: what it asks would not be looked at."""
    if isinstance(mark, FieldInfo):
        return _all(map(_of_mark, mark.metadata))
    for bound, compare in COMPARED:
        if isinstance(mark, bound):
            limit = getattr(mark, bound.__name__.lower())
            return partial(lambda compare, limit, came: compare(came, limit), compare, limit)
    if isinstance(mark, AfterValidator):
        return _unchanged_by(mark.func)
    if pattern := getattr(mark, "pattern", None):
        return lambda came: re.search(pattern, came) is not None
    if isinstance(mark, BeforeValidator) or getattr(mark, "union_mode", None):
        return None
    raise TypeError(f"{mark!r} cannot be looked at")


def _unchanged_by(rule: Callable[..., Any]) -> Within:
    asked = (_Strict,) if len(signature(rule).parameters) == 2 else ()

    def unchanged(came: Any) -> bool:
        try:
            return rule(came, *asked) is came
        except ValueError:
            return False

    return unchanged
