"""Signing in: the desk is an OpenID client by code, PKCE, state and nonce; there is no second road (ALL-3)."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from chassis.http.identity import Identity, NotSignedIn
from chassis.http.router import Router
from services.notify.desk.attempt import Attempt
from services.notify.desk.choices import choices_of, own_path
from services.notify.desk.client import NOT_GOOD, REFUSED, client, insist_on_id_token, tokens
from services.notify.desk.cookies import BYTES_MAX, ID_TOKEN, put
from services.notify.desk.onward import onward
from services.notify.desk.provider import Document, NotLetIn, asked, page_of_the_desk
from services.notify.desk.session import COOKIE, SignInNeeded, known
from services.notify.desk.words import N_

UI_LOCALES = {"en": "en", "zh": "zh-CN zh"}
ELSEWHERE = N_("This sign-in did not begin in this browser, at the desk's own address, not long ago. Begin once more.")
NOT_FOR_US = N_("The departments do not take the token of the company's sign-in. Tell those who run it.")

router = Router()


@router.get("/sign-in")
async def sign_in(request: Request, next: str = "") -> Response:  # noqa: A002 – what the parameter is called
    """To the provider; who is signed in already goes on, who comes by a link of another site comes once more."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        return onward(f"{request.url.path}?{request.url.query}")  # now by a page of ours: with his cookie
    try:
        await known(request)
    except SignInNeeded:
        return await _to_provider(request, Attempt.new(next))
    return RedirectResponse(own_path(next), 303)


async def _to_provider(request: Request, attempt: Attempt) -> Response:
    policy, known_provider = asked()
    document = await known_provider.document()
    async with client(policy, document, page_of_the_desk(policy, "signed-in")) as asking:
        url, _ = asking.create_authorization_url(
            document.authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            ui_locales=UI_LOCALES[choices_of(request).language],
        )
    answer = RedirectResponse(url, 303)
    attempt.keep(answer)
    return answer


@router.get("/signed-in")
async def signed_in(request: Request, state: str = "", code: str = "") -> Response:
    """Back from the provider. Raises NotLetIn; nobody is signed in then."""
    policy, known_provider = asked()
    attempt = Attempt.of(request, state)
    if attempt is None:
        raise NotLetIn(ELSEWHERE, page_of_the_desk(policy, ""))
    document = await known_provider.document()
    _insist_on_a_code(request.query_params, document)
    async with client(policy, document, page_of_the_desk(policy, "signed-in")) as asking:
        given = await tokens(asking, document, code, attempt.verifier)
    await insist_on_id_token(given, known_provider, policy.sign_in_client, attempt.nonce)
    bearer = str(given.get(policy.sign_in_bearer, ""))
    await _insist_on_a_bearer(request.app.state.identity, bearer)
    answer = onward(attempt.next_path)
    attempt.end(answer)
    _let_in(answer, bearer, str(given["id_token"]))
    return answer


def _insist_on_a_code(came: Mapping[str, str], document: Document) -> None:
    """Who says that he names himself does so each time (RFC 9207): else one's answer could pass for another's."""
    says_so = document.authorization_response_iss_parameter_supported
    if came.get("iss", None if says_so else document.issuer) != document.issuer:
        raise NotLetIn(NOT_GOOD, "iss")
    if "error" in came:
        raise NotLetIn(REFUSED, f"{came['error']} {came.get('error_description', '')}".strip())
    if not came.get("code"):
        raise NotLetIn(NOT_GOOD, "code")


async def _insist_on_a_bearer(identity: Identity, bearer: str) -> None:
    """What the departments would not take lets nobody in."""
    try:
        await identity.person(f"Bearer {bearer}")
    except NotSignedIn as fault:
        raise NotLetIn(NOT_FOR_US, str(fault.details["why"])) from fault
    if len(bearer) > BYTES_MAX:
        raise NotLetIn(NOT_FOR_US, f"{len(bearer)} > {BYTES_MAX} bytes")


def _let_in(answer: Response, bearer: str, id_token: str) -> None:
    put(answer, COOKIE, bearer)
    if id_token != bearer and len(id_token) <= BYTES_MAX:
        put(answer, ID_TOKEN, id_token)
