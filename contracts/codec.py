"""Values as JSON and back, checked: msgspec reads, and where it hesitates pydantic reads again and says all faults.

So a refusal has pydantic's words and lists every fault at once, whatever can be read leniently is (a number that came
as text), and what is right costs a third of that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from types import UnionType, new_class
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from pydantic import TypeAdapter

from contracts import texts
from contracts.bounds import Check, check_of
from contracts.value import Value, fields_of

T = TypeVar("T")
V = TypeVar("V", bound=Value)
Text = str | bytes
Read = Callable[[Text], Any]


def _kept(value: Any) -> Any:
    if isinstance(value, texts.Text):
        return texts.stored(value)
    raise NotImplementedError(f"{type(value)} in JSON")


def _shown(value: Any) -> Any:
    if isinstance(value, texts.Text):
        return texts.said(value)
    raise NotImplementedError(f"{type(value)} in JSON")


def _read(kind: type, came: Any) -> Any:
    if issubclass(kind, texts.Text):
        return texts.read(came)
    raise NotImplementedError(f"{kind} of JSON")


encoded = msgspec.json.Encoder(enc_hook=_kept).encode
"""JSON, UTF-8; decimals are strings, times RFC 3339; texts keep their arguments."""
shown = msgspec.json.Encoder(enc_hook=_shown).encode
"""The same for people: texts are said in the reader's language."""
_decoder = partial(msgspec.json.Decoder, dec_hook=_read)


def decoded(kind: type[T], text: Text, context: str | None = None) -> T:
    """A value of JSON; raises pydantic's ValidationError with all faults. ``context`` is pydantic's."""
    read, is_within = _fast(cast(Any, kind))
    with suppress(msgspec.MsgspecError):
        value: T = read(text)
        if is_within is None or is_within(value):
            return value
    return cast(T, checker(cast(Any, kind)).validate_json(text, context=context))


def checked(value: V) -> V:
    """The value; raises pydantic's ValidationError where it is beyond its bounds."""
    is_within = check_of(type(value))
    if is_within is None or is_within(value):
        return value
    return cast(V, checker(type(value)).validate_json(encoded(value)))


def converted(value: Value, kind: type[T]) -> T:
    """The same said by values of another kind, at any depth; raises msgspec.ValidationError where something lacks."""
    return msgspec.convert(value, kind, from_attributes=True)


@cache
def checker(kind: Any) -> TypeAdapter[Any]:
    """Pydantic's reader: what HTTP checks by, and whose words a refusal has."""
    return TypeAdapter(kind)


@cache
def _fast(kind: Any) -> tuple[Read, Check | None]:
    """msgspec's reader of a type, and the check of its bounds."""
    either = _alternatives(kind) if _is_value(kind) else {}
    return (_reader_of_either(kind, either) if either else _decoder(kind).decode), check_of(kind)


def _alternatives(kind: type[Value]) -> dict[str, list[type[Value]]]:
    """The fields that hold one of several values, by name: the first that fits is meant, as no tag tells."""
    parts = {
        name: get_args(hint) for name, hint in get_type_hints(kind).items() if get_origin(hint) in (Union, UnionType)
    }
    values = {name: [part for part in found if _is_value(part)] for name, found in parts.items()}
    return {name: found for name, found in values.items() if len(found) > 1}


def _is_value(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Value)


def _reader_of_either(kind: type[Value], either: Mapping[str, Sequence[type[Value]]]) -> Read:
    """Such a field is left as it came until the rest is read."""
    raw = {"__annotations__": dict.fromkeys(either, msgspec.Raw)}
    read: Read = _decoder(new_class(kind.__name__, (kind,), exec_body=lambda body: body.update(raw))).decode
    parts = {name: [_decoder(part).decode for part in found] for name, found in either.items()}

    def decode(text: Text) -> Any:
        came = fields_of(read(text))
        return kind(**came | {name: _first(readers, came[name]) for name, readers in parts.items()})

    return decode


def _first(readers: Sequence[Read], text: Text) -> Any:
    *others, last = readers
    for read in others:
        with suppress(msgspec.ValidationError):
            return read(text)
    return last(text)
