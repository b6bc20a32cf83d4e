"""Whatever a department lets people do has a Chinese word, and so has each field that it asks (ALL-5)."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from chassis.http.command_routes import CommandRoute, commands_of
from services.notify.desk.forms.drawing import Form
from services.notify.desk.forms.field import Field
from services.notify.desk.words import catalogue
from services.notify.exception.store import kinds
from tests.architecture.standing import standing
from tests.needs import needs

pytestmark = needs("ALL-5")


def test_each_command_and_each_field_has_a_chinese_word() -> None:
    every = [command for house in standing() for command in commands_of(house)]
    said = {("command", command.label) for command in every}
    said |= {("field", label) for command in every for label in _labels(command)}
    said |= {("kind", kind.name) for kind in (*kinds().kinds, kinds().default)}
    known = {(entry.context, entry.id) for entry in catalogue() if entry.context and entry.string}
    assert said - known == set()
    assert known - said == set(), "nobody says that any more"


def _labels(command: CommandRoute) -> Iterator[str]:
    yield from (name.replace("_", " ").capitalize() for name in command.named if not name.endswith("_id"))
    if command.schema:
        yield from _of(Form(command.schema, ZoneInfo("UTC")).drawn({}))


def _of(field: Field) -> Iterator[str]:
    within = [*field.fields, *([field.blank_row] if field.blank_row else [])]
    yield from {field.label, *(label for each in within for label in _of(each))} - {""}
