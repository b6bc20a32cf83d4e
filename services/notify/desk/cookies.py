"""The desk's cookies: where they go, and that nobody else's are taken for ours."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import Request, Response

from chassis.figures import opening
from services.notify.policy import Policy

SESSION = "gendan_session"
COOKIE_BYTES_MAX = 4096
"""What browsers keep of one cookie, its name and attributes counted."""
ATTRIBUTES_BYTES = 160


def named(cookie: str) -> str:
    """Its name: over https with the prefix by which browsers take it from this host alone."""
    return f"__Host-{cookie}" if over_https() else cookie


def cookie_of(request: Request, cookie: str) -> str:
    return request.cookies.get(named(cookie), "")


def put(
    response: Response, cookie: str, value: str, *, site: Literal["lax", "strict"] = "strict", until: int | datetime
) -> None:
    """For this host alone, out of reach of scripts; ``until``: seconds, or a moment in UTC."""
    lives = {"max_age": until} if isinstance(until, int) else {"expires": until}
    response.set_cookie(named(cookie), value, httponly=True, secure=over_https(), samesite=site, **lives)


def drop(response: Response, cookie: str) -> None:
    response.delete_cookie(named(cookie), httponly=True, secure=over_https(), samesite="strict")


def fits(value: str) -> bool:
    """Whether browsers keep so long a value; a longer one they drop without a word."""
    return len(value) + ATTRIBUTES_BYTES <= COOKIE_BYTES_MAX


def over_https() -> bool:
    return opening(Policy).desk_url.startswith("https:")
