"""A page: a template, filled for one person."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from contracts.stages import STAGES
from contracts.texts import said
from services.notify.desk import static, words
from services.notify.desk.choices import TAGS, Choices, Language
from services.notify.desk.figures import Figures
from services.notify.desk.session import Session

FOLDER = Path(__file__).parent / "templates"


@cache
def templates() -> Environment:
    """A name that nobody gave is a mistake and no blank."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {"asset": static.url_of, "tags": TAGS, "stages": STAGES, "query": urlencode, "said": said}
    return env


def page(request: Request, template: str, session: Session, *, status: int = 200, **told: Any) -> HTMLResponse:
    """A whole page, or the part of one that its script asks for."""
    told |= {"request": request, "session": session, "feed": session.feed}
    return HTMLResponse(html(template, session.choices, **told), status)


def html(template: str, choices: Choices, **told: Any) -> str:
    return templates().get_template(template).render(**wording(choices), **told)


def wording(choices: Choices) -> dict[str, Any]:
    """What templates speak with: ``_`` for texts of the desk, words of the business, and figures."""
    return {**_in_language(choices.language), "choices": choices, "figures": Figures(choices)}


@cache
def _in_language(language: Language) -> dict[str, Any]:
    speaking = {
        "_": words.gettext,
        "stage_word": words.stage_word,
        "milestone_word": words.milestone_word,
        "role_word": words.role_word,
        "kind_word": words.kind_word,
        "state_word": words.state_word,
        "risk_word": words.risk_word,
        "department_word": words.department_word,
        "party_word": words.party_word,
        "topic_word": words.topic_word,
        "topics_word": words.topics_word,
        "code_word": words.code_word,
    }
    return {name: _bound(function, language) for name, function in speaking.items()}


def _bound(function: Any, language: Language) -> Any:
    return lambda text, **values: function(text, language).format(**values) if values else function(text, language)
