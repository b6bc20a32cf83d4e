"""A department's routes, each built when it is first asked for, or when somebody looks at what it needs.

FastAPI builds a route where it stands: its parameters, its body and its answer each get a validator and a serializer.
Of six departments in one process these took 32 MB and 1.3 s of every start, and an idle company uses none of them.
Built alone, a route takes some 2 ms, the largest 15.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from fastapi import APIRouter
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.routing import compile_path, get_name


class LateRoute(APIRoute):
    """What finds it stands at once; all else FastAPI makes when it is looked at."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        self._told: tuple[str, Callable[..., Any], dict[str, Any]] | None = (path, endpoint, told)
        self.path, self.endpoint = path, endpoint
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods = {method.upper() for method in told.get("methods") or ("GET",)}
        self.name = told.get("name") or get_name(endpoint)
        self.tags = [*(told.get("tags") or ())]

    def __getattr__(self, name: str) -> Any:
        told = self.__dict__.get("_told")
        if told is None or name.startswith("__"):
            raise AttributeError(f"a route has no {name}")
        self._told = None
        path, endpoint, rest = told
        super().__init__(path, endpoint, **rest)
        return getattr(self, name)


class Router(APIRouter):
    """The routes of one room."""

    def __init__(
        self,
        *,
        prefix: str = "",
        tags: list[str | Enum] | None = None,
        dependencies: Sequence[Depends] | None = None,
        include_in_schema: bool = True,
    ) -> None:
        super().__init__(
            prefix=prefix,
            tags=tags,
            dependencies=dependencies,
            include_in_schema=include_in_schema,
            route_class=LateRoute,
        )
