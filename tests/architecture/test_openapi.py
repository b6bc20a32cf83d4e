"""Each house's openapi.json is fit for the client that somebody generates from it (ALL-7)."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts.departments import DEPARTMENTS
from tests.needs import needs

pytestmark = needs("ALL-7")

METHODS = {"get", "put", "post", "delete", "patch"}
OPEN = {"/livez", "/readyz", "/metrics", "/version"}


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(p, m, o) for p, methods in document["paths"].items() for m, o in methods.items() if m in METHODS]


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_every_operation_says_who_may_and_which_problems_are_answered(
    documents: dict[str, dict[str, Any]], name: str
) -> None:
    for path, method, operation in operations(documents[name]):
        if path in OPEN:
            continue
        assert operation["security"] == [{"bearer": []}], (path, method)
        assert operation["x-roles"], (path, method)
        expected = {"401", "403", "404", "422", "503"} | ({"409", "413", "415"} if method != "get" else set())
        assert expected <= set(operation["responses"]), (path, method)
        for status in expected:
            content = operation["responses"][status]["content"]
            assert content["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
    assert documents[name]["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_operations_have_names_of_their_own_and_references_lead_somewhere(
    documents: dict[str, dict[str, Any]], name: str
) -> None:
    document = documents[name]
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(one.isidentifier() and len(one) < 40 for one in ids)
    schemas = document["components"]["schemas"]
    assert not [name for name in schemas if name.endswith(("-Input", "-Output"))], "a client has one name for a thing"
    named = {ref.partition("#/components/schemas/")[2] for ref in _references(document)}
    assert named <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in part.values()))
    return set().union(*(_references(value) for value in part)) if isinstance(part, list) else set()


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_batch_says_of_what_it_is(documents: dict[str, dict[str, Any]], name: str) -> None:
    for path, method, operation in operations(documents[name]):
        content = operation.get("requestBody", {}).get("content", {})
        if path.endswith("/batch") and "text/csv" not in content:
            reference = content["application/json"]["schema"]["$ref"]
            items = documents[name]["components"]["schemas"][reference.rpartition("/")[2]]["properties"]["items"]
            assert "$ref" in json.dumps(items["items"]), (path, method)
            assert Path(path).parts[-1] == "batch"


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_every_answer_has_a_type(documents: dict[str, dict[str, Any]], name: str) -> None:
    """Who generates a client gets what is answered by its fields, and no bare object."""
    schemas = documents[name]["components"]["schemas"]
    for path, method, operation in operations(documents[name]):
        if path.startswith("/api/v1"):
            answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert _is_typed(answer, schemas), (path, method, answer)


def _is_typed(schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Objects name their properties, or the type of what they hold by name; lists the type of their items."""
    if "$ref" in schema:
        return _is_typed(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return all(_is_typed(choice, schemas) for choice in choices)
    if schema.get("type") == "array":
        return _is_typed(schema["items"], schemas)
    if schema.get("type") == "object":
        return bool(schema.get("properties")) or isinstance(schema.get("additionalProperties"), dict)
    return bool(schema.keys() & {"type", "enum", "const"})
