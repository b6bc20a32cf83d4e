"""What several of these tests look at."""

from typing import Any

import pytest
from fastapi import FastAPI

from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.transaction.engine import Engine
from contracts.departments import DEPARTMENTS
from gendan.identity import signer
from gendan.up import house


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FastAPI]:
    """Each department's app, on no database."""
    identity = Identity.from_file(signer(tmp_path_factory.mktemp("keys")).jwks_file)
    return {name: create_app(Engine(house(name), None), identity, "1") for name in DEPARTMENTS}  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def documents(apps: dict[str, FastAPI]) -> dict[str, dict[str, Any]]:
    """Each department's openapi.json."""
    return {name: app.openapi() for name, app in apps.items()}
