"""What is told of a depot, a vehicle or a place that was put."""

from __future__ import annotations

from pydantic import BaseModel


class DepotPut(BaseModel):
    depot: str


class VehiclePut(BaseModel):
    vehicle: str


class PlacePut(BaseModel):
    address: str
