"""What is told of a carrier or a rate that was put."""

from __future__ import annotations

from pydantic import BaseModel


class CarrierPut(BaseModel):
    carrier: str


class RatePut(BaseModel):
    carrier: str
    mode: str
    country: str
