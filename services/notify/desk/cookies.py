"""The desk's cookies: where they go, and that nobody else's are taken for ours."""

from __future__ import annotations

from typing import Literal

from fastapi import Request, Response

from chassis.figures import opening
from services.notify.policy import Policy

ID_TOKEN = "gendan_id_token"
"""Kept for the sign-out alone, so that the provider need not ask who it is."""
BYTES_MAX = 4096 - 160
"""What browsers keep of one cookie, its name and attributes counted apart; a longer one they drop without a word."""


def named(cookie: str) -> str:
    """Its name: over https with the prefix by which browsers take it from this host alone."""
    return f"__Host-{cookie}" if over_https() else cookie


def cookie_of(request: Request, cookie: str) -> str:
    return request.cookies.get(named(cookie), "")


def put(
    response: Response,
    cookie: str,
    value: str,
    *,
    site: Literal["lax", "strict"] = "strict",
    seconds: int | None = None,
) -> None:
    """For this host alone, out of reach of scripts, until the browser closes unless ``seconds`` are told."""
    response.set_cookie(named(cookie), value, seconds, httponly=True, secure=over_https(), samesite=site)


def drop(response: Response, cookie: str) -> None:
    response.delete_cookie(named(cookie), httponly=True, secure=over_https(), samesite="strict")


def over_https() -> bool:
    return opening(Policy).desk_url.startswith("https:")
