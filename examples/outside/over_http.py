"""Asks departments over HTTP: ADDRESSES is the file that says where they answer, TOKEN the bearer token."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen


def ask(method: str, department: str, path: str, body: Any = None, key: str = "", **query: Any) -> Any:
    """The answer; HTTPError tells a refusal. What is asked again with the same ``key`` is done once."""
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"}
    headers |= {"Idempotency-Key": key} if key else {}
    content = None if body is None else json.dumps(body).encode()
    where = f"{_base(department)}/api/v1{quote(path)}?{urlencode(query)}"
    with urlopen(Request(where, content, headers, method=method), timeout=30) as answer:
        return json.load(answer, parse_float=str)  # amounts are text: never a float


def all_of(department: str, path: str, after: Any = "", **query: Any) -> Iterator[Any]:
    """Every row of a list behind ``after``, page by page."""
    while after is not None:
        page = ask("GET", department, path, **query, **({"after": after} if after else {}), limit=500)
        yield from page["items"]
        after = page["next"]


def described(department: str, schema: str) -> dict[str, dict[str, str]]:
    """The fields of what a department shows, each with its type and description (openapi.json)."""
    with urlopen(f"{_base(department)}/openapi.json", timeout=30) as answer:
        fields = json.load(answer)["components"]["schemas"][schema]["properties"]
    return {name: {"type": _type(of), "description": of.get("description", "")} for name, of in fields.items()}


def _type(field: dict[str, Any]) -> str:
    kinds = [one.get("format") or one.get("type") or "text" for one in field.get("anyOf", [field])]
    return " or ".join(kinds)


def _base(department: str) -> str:
    return str(json.loads(Path(os.environ["ADDRESSES"]).read_text())[department])
