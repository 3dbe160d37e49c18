"""How people who work here come in, through the pages."""

from tests import factories as make


def sign_in(page, email, lang="mn"):
    """The password, and for those who need it the code of their app."""
    page.goto(f"/{lang}/account/sign-in")
    page.fill("#login", email)
    page.fill("#password", make.PASSWORD)
    page.click("main form button")
    if email in make.SECRETS:
        page.fill("#code", make.code_of(email))
        page.click("main form button")
    page.wait_for_selector("form[action$='sign-out']", state="attached")
