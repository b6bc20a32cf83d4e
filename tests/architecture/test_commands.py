"""Each command about a document can be tried with a form that nobody has filled in yet (ALL-3)."""

import pytest

from chassis.http.command_routes import commands_of
from chassis.http.drafting import sample_of
from contracts.departments import DEPARTMENTS
from gendan.generated.houses import house_of
from tests.needs import needs

pytestmark = needs("ALL-3")


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_command_about_a_document_can_be_tried(department: str) -> None:
    """Else nobody hears beforehand that it would be refused."""
    about = [command for command in commands_of(house_of(department)) if command.is_about_known and command.body]
    for command in about:
        assert sample_of(command, {}) is not None, command.name


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_who_is_told_of_a_command_hears_what_it_is_called_and_who_may(department: str) -> None:
    for command in commands_of(house_of(department)):
        assert str(command.label)
        assert command.roles, command.name
