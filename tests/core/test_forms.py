"""What reaches a form: text where text is asked for, files where files are."""

import io

import pytest

from tests import factories as make

PAGES = {
    f"/mn/feedback/new?facility={make.TARIALAN}": ("story", "contact_phone", "alias", "website"),
    "/mn/protected": ("narrative", "contact_phone", "contact_email"),
    "/mn/account/sign-in": ("login", "password"),
    "/mn/track": ("receipt",),
    "/mn/about/identifies": ("page", "words", "website"),
}


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in PAGES.items() for name in names])
def test_a_file_in_the_place_of_words_is_no_words(client, page, name):
    make.make_officers(3)  # without them nothing is taken in confidence
    data = {"csrf_token": make.token(client, page), name: (io.BytesIO(b"%PDF-1.4"), "../../x.svg")}
    answer = client.post(page, data=data, content_type="multipart/form-data")
    assert answer.status_code < 500
    assert "FileStorage" not in answer.text


@pytest.mark.parametrize("body", ["[1]", "5", "null", "{", '{"story": 5, "words": {"a": 1}, "website": [1]}'])
@pytest.mark.parametrize("page", PAGES)
def test_json_fills_no_form(client, page, body):
    assert client.post(page, data=body, content_type="application/json").status_code in {302, 400, 422}
