"""What a switch of any department may be set to has its Chinese (ALL-4, ALL-5)."""

from importlib import import_module

import pytest
from pydantic import TypeAdapter

from chassis.figures import figure_fields
from chassis.http.figure_view import says_of
from chassis.language import catalogue
from contracts.departments import DEPARTMENTS
from gendan.generated.houses import house_of
from tests.needs import needs

pytestmark = needs("ALL-4", "ALL-5")


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_each_code_that_a_figure_may_be_has_its_chinese(department: str) -> None:
    policy = import_module(f"services.{department}.policy").Policy
    in_chinese = catalogue("zh", house_of(department).locale)
    for name in figure_fields(policy):
        codes = TypeAdapter(policy.model_fields[name].annotation).json_schema().get("enum", [])
        told = {code: in_chinese(says) for code in codes if (says := says_of(policy, name, code))}
        assert [code for code in codes if told.get(code, "").isascii()] == []
