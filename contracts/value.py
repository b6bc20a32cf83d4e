"""What events, documents and their parts are made of: frozen values, compared by what they say.

They are msgspec Structs: read, written and changed in C. The same annotations make what pydantic checks at the HTTP
edge and what JSON Schema is drawn from, so that a field is described once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, dataclass_transform, get_type_hints

import msgspec
from msgspec.structs import FieldInfo, fields
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class ValueMeta(msgspec.StructMeta):
    """Makes every class of values frozen and made by keyword alone."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **options: Any) -> ValueMeta:
        return super().__new__(cls, name, bases, space, **{"frozen": True, "kw_only": True, "gc": False} | options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, metaclass=ValueMeta, frozen=True):
    """A frozen part of an event or a document. Readers ignore fields that they do not know.

    Nothing is checked when one is made in code: types are mypy's, and what comes in or goes out is checked at the door
    (``contracts.codec``).
    """

    def but(self, **changes: Any) -> Self:
        """The value with other fields."""
        return msgspec.structs.replace(self, **changes)

    @classmethod
    def having(cls, fields: Mapping[str, Any]) -> Self:
        """Made of those of the fields that it has."""
        return cls(**{name: fields[name] for name in cls.__struct_fields__ if name in fields})

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        hints, told = get_type_hints(cls, include_extras=True), fields(cls)
        body = core_schema.typed_dict_schema(
            {field.name: _described(field, handler.generate_schema(hints[field.name])) for field in told},
            cls=cls,
            cls_name=cls.__name__,
        )

        def made(came: Any, read: Callable[[Any], dict[str, Any]]) -> Value:
            return came if isinstance(came, cls) else cls(**read(_as_told(came)))

        made.__name__ = made.__qualname__ = cls.__name__  # what pydantic calls it in a fault
        return core_schema.no_info_wrap_validator_function(
            made,
            body,
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
            serialization=core_schema.plain_serializer_function_ser_schema(fields_of, return_schema=body),
        )


def _as_told(came: Any) -> Any:
    """A value of another kind counts by its fields."""
    return fields_of(came) if isinstance(came, Value) else came


def _described(field: FieldInfo, schema: CoreSchema) -> core_schema.TypedDictField:
    if field.default_factory is not msgspec.NODEFAULT:
        schema = core_schema.with_default_schema(schema, default=field.default_factory())
    elif field.default is not msgspec.NODEFAULT:
        schema = core_schema.with_default_schema(schema, default=field.default)
    called = field.encode_name if field.encode_name != field.name else None
    return core_schema.typed_dict_field(schema, required=field.required, validation_alias=called)


def fields_of(value: Value | DataclassInstance) -> dict[str, Any]:
    """The fields by name; what is inside them stays as it is.

    Not by ``vars``: of a dataclass that msgspec read, a field that was not told stands in its class alone.
    """
    if isinstance(value, Value):
        return msgspec.structs.asdict(value)
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def names_of(kind: type[Value]) -> tuple[str, ...]:
    """The names of its fields, in their order."""
    return kind.__struct_fields__
