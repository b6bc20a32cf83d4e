"""An improvement report as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.sales.complaint import store as complaints
from services.sales.complaint.rules.document import Complaint
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.improvement_report import TITLE, ImprovementReport, report_paper, report_sheet
from services.sales.papers.store import Papered

NOT_KNOWN_WHY = Text("it is issued when the complaint is closed and its root cause is known")
REPORT_READERS: tuple[Role, ...] = (*READERS, "quality manager")


async def reports_of(db: Reading, order_id: UUID) -> Sequence[Found[ImprovementReport]]:
    """Of grave complaints, and of others whose cause somebody looked for."""
    known = [one for one in await complaints.of_orders(db, [order_id]) if one.needs_team or one.analysis]
    papered = await store.of_order(db, order_id) if known else None
    return [_report(one, papered) for one in known] if papered else []


async def report_numbered(db: Reading, number: str) -> Found[ImprovementReport] | None:
    complaint = await complaints.named(db, number)
    papered = await store.of_order(db, complaint.order_id) if complaint else None
    return _report(complaint, papered) if complaint and papered else None


def _report(complaint: Complaint, papered: Papered) -> Found[ImprovementReport]:
    """Each answer is a version of its report."""
    if not complaint.closed or complaint.analysis is None:
        return NotYet(NOT_KNOWN_WHY, complaint.number, complaint.customer)
    content = papered.order.content
    return Draft(
        document=complaint.number,
        number=complaint.number,
        order_id=complaint.order_id,
        customer=complaint.customer,
        drawn_from=f"complaint version {complaint.version}",
        data=report_paper(complaint, complaint.analysis, content, papered.items, issuer()),
        language=papered.language,
    )


REPORT = PaperKind(
    "improvement_report",
    TITLE,
    REPORT_READERS,
    ImprovementReport,
    reports_of,
    report_numbered,
    report_sheet,
)
