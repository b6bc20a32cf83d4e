"""A page that leads on by itself, where a redirect would not do (decision 0027)."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

PAGE = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0;url={link}">
<title>gendan</title>
<p><a href="{link}">→</a></p>
"""


def onward(to: str) -> HTMLResponse:
    """To a page of ours from another site: a redirect would come without our Strict cookies.

    To the provider from a form of ours: a redirect would need its address in the policy `form-action`.
    """
    return HTMLResponse(PAGE.format(link=escape(to, quote=True)), headers={"Cache-Control": "no-store"})
