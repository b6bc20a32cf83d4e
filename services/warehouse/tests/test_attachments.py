"""Photos of what was found are kept with an inspection, of a lot and at a gate (WHS-4)."""

from chassis.http.files import as_text
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.test_disposals import sent_back
from services.warehouse.tests.test_inspecting import INSPECTION
from tests.needs import needs

pytestmark = needs("WHS-4")
PNG = b"\x89PNG\r\n\x1a\n of a thread"
FILE = {"content": as_text(PNG), "title": "螺纹损伤"}
PATH = f"/inspections/{INSPECTION}/attachments"


async def test_who_sees_the_goods_keeps_a_photo_and_who_buys_them_looks_at_it(call: Caller) -> None:
    await sent_back(call)
    kept = (await call("POST", PATH, FILE, role="inspector")).json()
    listed = (await call("GET", PATH, role="buyer")).json()["items"]
    assert [(one["title"], one["media"], one["size"]) for one in listed] == [("螺纹损伤", "image/png", len(PNG))]
    assert (await call("GET", f"{PATH}/{kept['attachment_id']}", role="buyer")).content == PNG


async def test_who_has_nothing_to_do_with_goods_keeps_nothing_and_an_inspection_that_is_not_there_neither(
    call: Caller,
) -> None:
    await sent_back(call)
    assert (await call("POST", PATH, FILE, role="accountant")).status_code == 403
    assert (await call("GET", PATH, role="customer")).status_code == 403
    assert (await call("POST", "/inspections/INS-2026-999999/attachments", FILE, role="inspector")).status_code == 404
    nobody = "/gate-inspections/01890a5d-ac96-774b-bcce-b302099a8057/attachments"
    assert (await call("POST", nobody, FILE, role="inspector")).status_code == 404
