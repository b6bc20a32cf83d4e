"""A house's app, built once for all tests of a process: to build one costs a third of a second of processor time."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from chassis.handling import House
from chassis.http.identity import Identity
from chassis.http.web import stand, without_engine
from chassis.transaction.engine import Engine

_BUILT: dict[tuple[int, ...], tuple[House, FastAPI]] = {}
"""By the house and its further routers; the house is kept, so that its id is nobody else's."""


def built(house: House, routers: Sequence[APIRouter] = ()) -> FastAPI:
    """The one app of this house with these routers."""
    which = (id(house), *map(id, routers))
    if which not in _BUILT:
        _BUILT[which] = house, without_engine(house, "test", routers)
    return _BUILT[which][1]


def served(engine: Engine, identity: Identity, routers: Sequence[APIRouter] = ()) -> FastAPI:
    """The app on this engine, until it is asked for with another one."""
    app = built(engine.house, routers)
    stand(app, engine, identity)
    return app
