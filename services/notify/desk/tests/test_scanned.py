"""What a scanned label says of a package (NOT-17, WHS-6)."""

from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.order import Package, PackedContent
from services.notify.desk.choices import Choices, Language
from services.notify.desk.doing.actions import Actions
from services.notify.desk.drawing import templates, wording
from services.notify.desk.scanned.finding import Code, Found
from services.notify.desk.scanned.finding import Package as Labelled
from services.notify.desk.scanned.label import read
from tests.needs import needs

pytestmark = needs("WHS-6")
SSCC = "340123450000000017"


def shown(code: Code, language: Language) -> str:
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    found = Found(SSCC, read(SSCC), Actions(), code)
    return templates().get_template("scan.html").render(department="warehouse", found=found, **seen)


def test_the_label_of_a_package_tells_its_slip_and_what_lies_in_it() -> None:
    lies = PackedContent(line=1, item="pump", quantity=Decimal(2), serials=("P-1", "P-2"))
    package = Package(number=3, weight_kg=Decimal(9), volume_m3=Decimal("0.1"), sscc=SSCC, contents=(lies,))
    code = Code(package=Labelled(slip_number="OS-2026-000001", order_id=UUID(int=1), package=package))
    page = shown(code, "en")
    assert "Package 3 of OS-2026-000001" in page
    assert "2 × pump: P-1, P-2" in page
    assert f"/desk/orders/{UUID(int=1)}" in page
    assert "OS-2026-000001 第 3 件" in shown(code, "zh")
    assert "Package" not in shown(Code(item="pump"), "en")
