"""Who may see the figures of a place as they are now: a grant over the place, and the permission for live figures."""

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.access.roles import MONITORS, Role
from accountability.directory.models import Organisation

WATCHERS = (*MONITORS, Role.COORDINATOR)


def sees_live(actor: Actor, province_id: int | None, office: Organisation | None = None) -> bool:
    if not policy.may(actor, Permission.FIGURES_LIVE):
        return False
    if actor.is_national(*WATCHERS) or province_id in actor.provinces(*WATCHERS):
        return True
    return office is not None and bool({office.id, office.supervisor_id} & actor.organisations(Role.COORDINATOR))
