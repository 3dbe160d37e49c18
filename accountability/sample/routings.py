"""What one office was sent in a sample case; its attributes are the columns of the table."""

from datetime import datetime
from typing import Any

from accountability.cases.models import Routing
from accountability.cases.workflow import OPEN_ROUTING, RoutingStatus
from accountability.directory.labels import ServiceLevel
from accountability.sample.country import Office


class DraftRouting:
    """A routing; its attributes are the columns of the table, which figures.counted reads too."""

    def __init__(self, case: Any, office: Office, number: str, at: datetime, dispute_reason: str | None) -> None:
        self.id = 0
        self.number = number
        self.case_id = case.id
        self.addressee_id = office.id
        self.cycle = case.cycle
        self.status = RoutingStatus.ROUTED
        self.text_office = case.text_office
        self.on_paper = office.level != ServiceLevel.OPEN
        self.routed_at = at
        self.delivered_at: datetime | None = None
        self.delivery_note: str | None = None
        self.acknowledge_due: datetime | None = None
        self.answer_due: datetime | None = None
        self.acknowledged_at: datetime | None = None
        self.responsible: str | None = None
        self.answered_at: datetime | None = None
        self.return_reason: str | None = None
        self.return_note: str | None = None
        self.dispute_reason = dispute_reason
        self.reminded = False
        self.way_up_due: datetime | None = None
        self.counted_under = 0
        self.level = 0
        self.went_up_from: int | None = None
        self.escalated_at: datetime | None = None
        self.topped_at: datetime | None = None
        self.settled = False
        self.office = office
        self.answer: dict[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ROUTING

    @property
    def in_time(self) -> bool | None:
        return Routing.in_time.fget(self)  # type: ignore[attr-defined,no-any-return]
