"""Who is signed in at the desk, where he is led otherwise, and that no other site acts in his name (ALL-3, ALL-5)."""

import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.http.identity import AUDIENCE, Identity
from chassis.http.problems import answer_with_problems
from services.notify.desk.session import Session, from_here, local, reading, signed_in
from tests.needs import needs

pytestmark = needs("ALL-3")

KEY = OKPKey.generate_key("Ed25519", auto_kid=True)
pages = APIRouter(prefix="/desk", dependencies=[Depends(from_here)])


@pages.api_route("/me", methods=["GET", "POST"])
async def me(session: Annotated[Session, Depends(signed_in)]) -> dict[str, Any]:
    return {"person": session.person.code, "roles": session.person.roles, "language": session.language}


@pages.get("/reading")
async def how(request: Request) -> dict[str, str]:
    read = reading(request)
    return {"language": read.language, "zone": read.zone.key, "scheme": read.scheme}


def token(ends_in_s: int = 60) -> str:
    claims = {"aud": AUDIENCE, "sub": "li.na", "roles": ["storekeeper"], "exp": int(time.time()) + ends_in_s}
    return jwt.encode({"alg": "Ed25519", "kid": KEY.kid}, claims, KEY, algorithms=["Ed25519"])


@pytest.fixture
async def browser() -> AsyncIterator[httpx2.AsyncClient]:
    app = FastAPI()
    app.state.identity = Identity(KeySet([KEY]))
    app.include_router(pages)
    answer_with_problems(app)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://desk") as client:
        yield client


async def test_the_token_in_the_cookie_is_the_person(browser: httpx2.AsyncClient) -> None:
    browser.cookies.set("gendan_session", token())
    assert (await browser.get("/desk/me")).json() == {"person": "li.na", "roles": ["storekeeper"], "language": "en"}


@pytest.mark.parametrize("cookie", ["", "x", token(-60)], ids=["none", "no token", "ended"])
async def test_who_is_not_signed_in_or_no_longer_is_led_to_the_sign_in_and_back(
    browser: httpx2.AsyncClient, cookie: str
) -> None:
    browser.cookies.set("gendan_session", cookie)
    answer = await browser.get("/desk/me?tab=2&of=a%20b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in?next=/desk/me%3Ftab%3D2%26of%3Da%2520b"


async def test_a_form_of_who_is_no_longer_signed_in_comes_back_to_its_page(browser: httpx2.AsyncClient) -> None:
    answer = await browser.post("/desk/me", headers={"referer": "http://desk/desk/orders/7"})
    assert answer.headers["location"] == "/desk/sign-in?next=/desk/orders/7"
    answer = await browser.post("/desk/me", headers={"referer": "http://elsewhere/desk/orders/7"})
    assert answer.headers["location"] == "/desk/sign-in?next=/desk/"


async def test_htmx_is_led_there_with_the_whole_page(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get(
        "/desk/me", headers={"hx-request": "true", "hx-current-url": "http://desk/desk/board?x=1"}
    )
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/desk/sign-in?next=/desk/board%3Fx%3D1"


OURS = [{"sec-fetch-site": "same-origin"}, {"origin": "http://desk"}, {}]
FORGED = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://desk"},
    {"sec-fetch-site": "none"},
    {"origin": "http://evil"},
    {"origin": "http://desk.evil"},
    {"origin": "null"},
]


@pytest.mark.parametrize("headers", OURS, ids=str)
async def test_what_the_desks_own_pages_send_is_taken(browser: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    browser.cookies.set("gendan_session", token())
    assert (await browser.post("/desk/me", headers=headers)).status_code == 200


@pytest.mark.parametrize("headers", FORGED, ids=str)
async def test_what_another_sites_page_sends_is_refused(browser: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    browser.cookies.set("gendan_session", token())
    answer = await browser.post("/desk/me", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/from-another-site")
    assert (await browser.get("/desk/me", headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/desk/", "/desk/orders/SO-1?tab=2&to=//evil", "/desk/a%5Cb"])
def test_a_path_of_the_desk_may_be_where_a_sign_in_leads(path: str) -> None:
    assert local(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "//evil", "https://evil/desk/", "/\\evil", "\\\\evil", "/desk/\\evil", "/desk/\n//evil", " /desk/"),
        *("/desk", "/desk.evil/", "desk/", "javascript:alert(1)", "/\t/evil", "/desk/ x", "http:/desk/"),
    ],
)
def test_nothing_else_may(path: str) -> None:
    assert local(path) == "/desk/"


@needs("ALL-5")
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de-DE,de;q=0.9,en;q=0.5,zh;q=0.7", "zh"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("zh;q=x,;q=2,*", "zh"),
    ],
)
async def test_the_browsers_language_is_the_first_guess(browser: httpx2.AsyncClient, asked: str, language: str) -> None:
    answer = await browser.get("/desk/reading", headers={"accept-language": asked})
    assert answer.json() == {"language": language, "zone": "Asia/Shanghai", "scheme": "auto"}


@needs("ALL-5")
async def test_what_somebody_chose_goes_before_it(browser: httpx2.AsyncClient) -> None:
    chosen = {"gendan_language": "zh", "gendan_zone": "Europe/Berlin", "gendan_scheme": "dark"}
    browser.cookies.update(chosen)
    answer = await browser.get("/desk/reading", headers={"accept-language": "en"})
    assert list(answer.json().values()) == list(chosen.values())


@needs("ALL-5")
async def test_a_choice_that_nobody_knows_is_none(browser: httpx2.AsyncClient) -> None:
    browser.cookies.update({"gendan_language": "xx", "gendan_zone": "../../etc/passwd", "gendan_scheme": "pink"})
    answer = await browser.get("/desk/reading")
    assert answer.json() == {"language": "en", "zone": "Asia/Shanghai", "scheme": "auto"}
