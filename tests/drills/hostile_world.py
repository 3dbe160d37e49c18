"""The small world of the hostile drill: prints the addresses to attack and the cookies of people who are signed in."""

from flask import session
from flask_wtf.csrf import generate_csrf

from accountability.access.roles import Role
from accountability.accounts import operations as accounts
from accountability.cases.operations import authoring
from accountability.core.db import db
from tests import factories as make
from wsgi import app


def cookie(**content):
    """A signed session with a token for forms in it, as the server itself would give it."""
    with app.test_request_context("/"):
        session.update(content)
        token = generate_csrf()
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}; token={token}"


def main():
    with app.app_context():
        people = [
            make.make_user(Role.MONITOR),
            make.make_user(Role.OFFICIAL, office=make.make_office()),
            make.make_user(Role.ADMIN),
        ]
        people.append(make.make_user(Role.COORDINATOR, area=make.province()))
        case, _receipt = make.make_case_with_receipt(photos=[make.photo()])
        make.make_public()
        make.make_answered()
        cookies = []
        for person in people:
            _person, token = (
                accounts.open_session(person)
                if hasattr(accounts, "open_session")
                else accounts.sign_in(person.email, make.PASSWORD)
            )
            cookies.append(cookie(sign_in=token, who=person.id))
        cookies += [cookie(visit=authoring.come_back(case)), cookie(received=case.public_id), cookie()]
        db.session.commit()
    paths = sorted(
        {
            "/".join("<" + part[1:].rsplit(":", 1)[-1] if part.startswith("<") else part for part in rule.rule.split("/"))
            for rule in app.url_map.iter_rules()
        }
    )
    print("\n".join(paths) + "\n\n" + "\n".join(cookies))


if __name__ == "__main__":
    main()
