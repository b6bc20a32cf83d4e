"""What leaves as a file leaves by one door, where it is counted (ALL-3)."""

import ast
from collections.abc import Iterator
from typing import get_args

from fastapi.routing import APIRoute

from chassis.http.download import Download
from services.notify.desk.pages import ROUTERS
from tests.architecture.sources import dotted, name, sources, texts, tree
from tests.architecture.standing import standing
from tests.desk.test_planted_text import NO_PAGE
from tests.needs import needs

pytestmark = needs("ALL-3")

DOOR = "chassis/http/download.py"
HANDS_ON = {"services/notify/desk/order/papers.py"}
"""What a department counted."""
COUNTED_FOR_NOBODY = {"chassis/papers/sharing.py"}
"""A link lets in somebody outside; who made it took it."""
COUNTING = get_args(Download)[1].dependency
FORMS = {"Response", "StreamingResponse", "FileResponse"}
NO_FILES = {
    "chassis/http/contracts.py", "chassis/http/problems.py", "chassis/http/web.py", "chassis/papers/handing_out.py",
    "services/notify/desk/dates/pages.py", "services/notify/desk/live/pages.py", "services/notify/desk/static.py",
}  # fmt: skip
"""The contracts, problems, metrics, what a paper tells as JSON; a calendar by a link, streams, and the desk's own."""
OF_DEPARTMENTS = {
    "/papers/{department}/{kind}/{document}.pdf", "/papers/{department}/{kind}/{document}/{form}",
    "/bank-files/{sha256}", "/attachments/{department}/{documents}/{document_id}/{attachment_id}",
}  # fmt: skip
NO_DOWNLOAD = {"/static/{name}", "/signed-in", "/events", "/calendar/{token}.ics"}


def answers_of_other_media() -> Iterator[str]:
    """The files that make an answer that is neither a page nor JSON."""
    for file in sources("chassis", "services"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in FORMS:
                media = [each.value for each in node.keywords if each.arg == "media_type"]
                if any(getattr(one, "value", "") != "application/json" for one in media):
                    yield name(file)


def test_one_place_makes_a_file_of_an_answer() -> None:
    naming = {name(file) for file in sources("chassis", "services") for text in texts(tree(file)) if names_a_file(text)}
    assert naming == {DOOR, *HANDS_ON}


def names_a_file(text: str) -> bool:
    return text.lower().startswith("content-disposition")


def test_an_answer_of_another_kind_than_pages_and_data_goes_through_it_too() -> None:
    assert set(answers_of_other_media()) <= {DOOR, *NO_FILES}


def test_only_a_link_lets_a_file_leave_that_counts_for_nobody() -> None:
    sending = {
        name(file)
        for file in sources("chassis", "services")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module == "chassis.http.download"
        if "sent" in {alias.name for alias in node.names}
    }
    assert sending == COUNTED_FOR_NOBODY


def test_each_department_has_a_limit() -> None:
    assert [house.name for house in standing() if house.takes is None] == []


def test_each_download_of_the_desk_is_counted_there_or_at_its_department() -> None:
    routes = {route.path: route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
    assert {path for path in NO_PAGE if not is_counted(routes[path])} == OF_DEPARTMENTS | NO_DOWNLOAD


def is_counted(route: APIRoute) -> bool:
    return COUNTING in [each.call for each in route.dependant.dependencies]
