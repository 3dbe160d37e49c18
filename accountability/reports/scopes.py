"""Whose report: one office, a province, or the nation. Shaped like what the policy asks about."""

from dataclasses import dataclass
from typing import Any

from accountability.core.errors import NotFound
from accountability.core.i18n import localized
from accountability.directory import queries as directory
from accountability.directory.models import Area, Organisation

NATION = "nation"


@dataclass(frozen=True)
class Scope:
    """`code` is how it stands in an address: `office:18540-HC-01`, `province:MN-046`, `nation`."""

    code: str
    office: Organisation | None = None
    province: Area | None = None

    @property
    def addressee_id(self) -> int | None:
        return self.office.id if self.office else None

    @property
    def supervisor_id(self) -> int | None:
        return self.office.supervisor_id if self.office else None

    @property
    def province_id(self) -> int | None:
        """Of an office: the province it lies in, whoever coordinates that province coordinates it."""
        if self.province:
            return self.province.id
        area = self.office.area if self.office else None
        return (area.parent_id or area.id) if area else None

    @property
    def is_nation(self) -> bool:
        return self.code == NATION

    def name(self, nation: Any) -> str:
        return localized(self.office or self.province) if self.office or self.province else str(nation)


def scope(code: str) -> Scope:
    kind, _colon, which = code.partition(":")
    if code == NATION:
        return Scope(code)
    if kind == "office" and (found := directory.organisations([which])):
        return Scope(code, office=found[0])
    if kind == "province" and (area := directory.province(which)):
        return Scope(code, province=area)
    raise NotFound(code)
