"""Who acts: a signed-in person, an author behind a receipt, or the system itself."""

from dataclasses import dataclass

from accountability.access.roles import NEEDS_SECOND_FACTOR, Role

# Under which of their roles the trail remembers somebody who holds several.
REMEMBERED = (
    Role.SENIOR_MONITOR,
    Role.MONITOR,
    Role.COORDINATOR,
    Role.OFFICIAL,
    Role.ADMIN,
    Role.PROTECTION_OFFICER,
    Role.REVIEWER,
)


@dataclass(frozen=True)
class GrantOf:
    """One role, for an organisation or for an area; `neighbours` are the provinces beside that area.

    For a reviewer of appeals `above` are the offices above the organisation, and above those that the person is tied to.
    """

    role: Role
    organisation_id: int | None = None
    area_id: int | None = None
    national: bool = False
    neighbours: frozenset[int] = frozenset()
    standing_in: bool = False
    above: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Actor:
    """What the policy needs to know of somebody, and nothing more."""

    user_id: int | None = None
    grants: tuple[GrantOf, ...] = ()
    tied_to: frozenset[int] = frozenset()
    author_of: int | None = None
    is_system: bool = False

    def grants_of(self, *roles: Role) -> list[GrantOf]:
        return [grant for grant in self.grants if grant.role in roles]

    def has(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def provinces(self, *roles: Role) -> set[int]:
        return {grant.area_id for grant in self.grants_of(*roles) if grant.area_id and not grant.national}

    def neighbour_provinces(self, *roles: Role) -> set[int]:
        return set().union(*(grant.neighbours for grant in self.grants_of(*roles)))

    def organisations(self, *roles: Role) -> set[int]:
        return {grant.organisation_id for grant in self.grants_of(*roles) if grant.organisation_id}

    def is_national(self, *roles: Role) -> bool:
        return any(grant.national for grant in self.grants_of(*roles))

    @property
    def needs_second_factor(self) -> bool:
        return any(grant.role.value in NEEDS_SECOND_FACTOR for grant in self.grants)

    @property
    def role_name(self) -> str:
        """The role under which the trail remembers the act."""
        if self.is_system:
            return "system"
        if self.author_of is not None:
            return "author"
        return next((role.value for role in REMEMBERED if self.has(role)), "visitor")


SYSTEM = Actor(is_system=True)
NOBODY = Actor()


def author_of(case_id: int) -> Actor:
    return Actor(author_of=case_id)
