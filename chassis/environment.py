"""Settings are read from the environment, secrets from files too; the start ends with every fault at once."""

from __future__ import annotations

from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

Told = TypeVar("Told", bound=BaseSettings)
FROM_FILE = "_FILE"


class SettingsFault(SystemExit):
    """The start ends: which setting, what is expected, what came unless it is a secret."""


def settled(settings: type[Told], prefix: str = "", **given: Any) -> Told:
    """These settings, but for those given; raises SettingsFault with every fault at once, by the variables' names."""
    try:
        return settings(**given)
    except ValidationError as error:
        raise SettingsFault("\n".join(_lines(settings, error, prefix))) from None


def secrets_of(settings: type[BaseSettings]) -> list[str]:
    """The variables that hold secrets: those that are never shown."""
    return [name.upper() for name, field in settings.model_fields.items() if not field.repr]


class SecretFiles(PydanticBaseSettingsSource):
    """A secret lies in the file that its variable with ``_FILE`` names: what holds it shows it to nobody else."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """What lies there, without the end of its line."""
        name = field_name.upper()
        file = environ.get(name + FROM_FILE)
        if field.repr or not file:
            return None, field_name, False
        if environ.get(name):
            raise OSError(None, f"expected this or {name}, not both")
        return Path(file).read_text().rstrip("\r\n"), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Raises SettingsFault with each file that cannot be read."""
        found, faults = dict[str, Any](), []
        for name, field in self.settings_cls.model_fields.items():
            try:
                value, key, _ = self.get_field_value(field, name)
            except (OSError, UnicodeDecodeError) as fault:
                told = getattr(fault, "strerror", None) or "expected a text"
                faults.append(f"setting {name.upper()}{FROM_FILE}: {told}; came {environ[name.upper() + FROM_FILE]!r}")
            else:
                found |= {} if value is None else {key: value}
        if faults:
            raise SettingsFault("\n".join(faults))
        return found


def _lines(settings: type[BaseSettings], error: ValidationError, prefix: str) -> Iterator[str]:
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        if name:
            came = _came(settings, name, fault["type"], fault["input"])
            yield f"setting {prefix}{name.upper()}: {fault['msg']}; {came}"
        else:
            yield from (f"setting {line}" for line in fault["msg"].removeprefix("Value error, ").splitlines())


def _came(settings: type[BaseSettings], name: str, kind: str, value: Any) -> str:
    if kind == "missing":
        return "is missing"
    return "what came is not shown" if name.upper() in secrets_of(settings) else f"came {value!r}"
