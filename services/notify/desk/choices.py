"""How a person likes his pages: language, zone and colours, kept in cookies (ALL-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from babel import negotiate_locale
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from chassis import clock
from chassis.http.router import Router
from services.notify.desk.posted import posted

Language = Literal["en", "zh"]
"""As the contracts name them."""
Scheme = Literal["auto", "light", "dark"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""Of BCP 47."""
KEPT_S = 365 * 24 * 3600
HOME = "/desk/"
OWN = re.compile(r"/desk/[^\\\x00-\x20\x7f]*")
ACCEPTED_MAX = 10
"""Languages of a request that are looked at."""

router = Router()


@dataclass(frozen=True)
class Choices:
    """Language, colours and zone of one person's pages."""

    language: Language
    scheme: Scheme
    zone: ZoneInfo


def choices_of(request: Request) -> Choices:
    """What he chose; else his browser's language, its colours and the company's zone."""
    cookies = request.cookies
    language: Language = "zh" if cookies.get("gendan_language", _accepted(request)) == "zh" else "en"
    scheme: Scheme = next((one for one in SCHEMES if one == cookies.get("gendan_scheme")), "auto")
    zone = cookies.get("gendan_zone", "")
    return Choices(language, scheme, ZoneInfo(zone) if zone in zones() else clock.zone())


def _accepted(request: Request) -> str:
    asked = [part.partition(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    return negotiate_locale(asked[:ACCEPTED_MAX], ["en", "zh", "zh_CN", "zh_Hans"], sep="-") or "en"


@router.post("/choices")
async def choose(request: Request) -> Response:
    """Keep what the form says and lead back to where he was."""
    form = dict(await posted(request))
    answer = RedirectResponse(own_path(form.get("next", "")), 303)
    offered = {"language": LANGUAGES, "scheme": SCHEMES, "zone": zones()}
    for name, values in offered.items():
        if form.get(name) in values:
            answer.set_cookie(f"gendan_{name}", form[name], KEPT_S, path="/desk", httponly=True, samesite="strict")
    return answer


@cache
def zones() -> frozenset[str]:
    """The names of all time zones: to find them takes a walk through a folder."""
    return frozenset(available_timezones())


def own_path(path: str) -> str:
    """The path, if it leads to a page of the desk; else the desk's first page. Nothing leads to another host."""
    return path if OWN.fullmatch(path) else HOME
