"""A letter to somebody with an account: a sentence, a link, and when and how they want to be written to."""

from flask import current_app

from accountability.accounts import queries
from accountability.accounts.models import User
from accountability.core import clock
from accountability.outbox.operations import Letter
from accountability.preferences import door
from accountability.wording import writing


def letter_to(person: User, kind: str, path: str) -> Letter:
    link = f"{current_app.config['SITE_URL']}/{person.locale}/{path}"
    written = writing.write(kind, person.locale, {"name": person.name, "link": link})
    return Letter(
        person.email or "",
        written.subject,
        written.text,
        reader=f"user:{person.id}",
        locale=person.locale,
        zone=zone_of(person),
        link=link,
        kind=kind,
    )


def reader_in(organisation_id: int, kind: str) -> User | None:
    """Who in an office gets a message: the first who wants such ones; when nobody does, the first who could be written to."""
    people = [one for one in queries.officials_of(organisation_id) if one.email]
    wanting = (one for one in people if len(people) == 1 or door.is_wanted(f"user:{one.id}", kind))
    return next(wanting, people[0] if people else None)


def zone_of(person: User) -> str:
    """Where they work, as their first role says."""
    for grant in person.grants:
        place = grant.area or (grant.organisation.area if grant.organisation else None)
        if place:
            return place.timezone
    return clock.CAPITAL
