"""flask accounts invite | make-admin"""

from accountability.access.roles import Role
from accountability.accounts import operations, queries
from tests import factories as make

GOOD = "tal nutag salkhi 9"


def run(app, *words):
    return app.test_cli_runner().invoke(args=["accounts", *words])


def token_of(answer):
    return answer.output.strip().rsplit("/", 1)[1]


def test_an_invitation_prints_its_link(app):
    make.make_office()
    answer = run(
        app, "invite", "--name", "Оюун", "--email", "o@example.mn", "--preset", "office", "--organisation", make.TARIALAN
    )
    assert queries.invitation(token_of(answer)).name == "Оюун"


def test_a_refused_invitation_says_why(app):
    answer = run(app, "invite", "--name", "Оюун", "--email", "o@example.mn", "--preset", "cso")
    assert answer.exit_code == 1
    assert "area" in answer.output


def test_the_first_administrator_sets_a_password_by_link(app):
    answer = run(app, "make-admin", "--name", "Болд", "--email", "Bold@example.mn")
    person = operations.join(queries.invitation(token_of(answer)), GOOD, "mn")
    assert [grant.role for grant in queries.user(person.id).grants] == [Role.ADMIN]
    assert operations.knows_password(queries.by_login("bold@example.mn"), GOOD)


def test_an_address_with_an_account_is_no_second_administrator(app):
    person = make.make_user()
    answer = run(app, "make-admin", "--name", "Болд", "--email", person.email)
    assert answer.exit_code == 1
