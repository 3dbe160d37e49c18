"""The small world of the hostile drill: prints the addresses to attack and the cookies of people who are signed in."""

from flask import g, session
from flask_wtf.csrf import generate_csrf

from accountability.access.roles import Role
from accountability.accounts import operations as accounts
from accountability.accounts.models import Way
from accountability.cases.operations import authoring
from accountability.core.db import db
from tests import factories as make


def cookie(app, **content):
    """A signed session with a token for forms in it, as the server itself would give it."""
    with app.test_request_context("/"):
        session.update(content)
        g.pop("csrf_token", None)  # kept there for one request; without it in their session nobody's token would be theirs
        token = generate_csrf()
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}; token={token}"


def build(app):
    """Patterns of all addresses, and a cookie of each kind of visitor, each with a case or a report to attack."""
    with app.app_context():
        office = make.make_office()
        people = [
            make.make_user(Role.MONITOR),
            make.make_user(Role.SENIOR_MONITOR),
            make.make_user(Role.OFFICIAL, office=office),
            make.make_user(Role.COORDINATOR, area=make.province()),
            make.make_user(Role.ADMIN),
            *make.make_officers(3),
        ]
        case, _receipt = make.make_case_with_receipt(photos=[make.photo()])
        make.make_public()
        make.make_routing()
        make.make_answered()
        make.make_report()
        cookies = [cookie(app, sign_in=accounts.enter(person, Way.PASSKEY), who=person.id) for person in people]
        cookies += [cookie(app, visit=authoring.come_back(case)), cookie(app, received=case.public_id), cookie(app)]
        db.session.commit()
    return sorted({_pattern(rule.rule) for rule in app.url_map.iter_rules()}), cookies


def _pattern(rule):
    return "/".join("<" + part[1:].rsplit(":", 1)[-1] if part.startswith("<") else part for part in rule.split("/"))


def main():
    from wsgi import app

    paths, cookies = build(app)
    print("\n".join(paths) + "\n\n" + "\n".join(cookies))


if __name__ == "__main__":
    main()
