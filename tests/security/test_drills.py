"""The drills' own worlds: a drill that attacks nothing would find nothing."""

from tests.drills import hostile_world


def test_the_hostile_drill_comes_as_everybody_who_can_sign_in(cloned):
    paths, cookies = hostile_world.build(cloned)
    assert any("protected/desk" in path for path in paths)
    seen = []
    for line in cookies:
        client = cloned.test_client()
        name, value = line.split("; ")[0].split("=", 1)
        client.set_cookie(name, value, domain="127.0.0.1")
        seen.append(client.get("/mn/account", base_url="http://127.0.0.1").status_code)
    assert seen[:8] == [200] * 8, "staff, officers included"
    assert set(seen[8:]) == {302}, "authors and visitors"


def test_each_comes_with_a_token_of_their_own_that_forms_take(cloned):
    for line in hostile_world.build(cloned)[1]:
        cookie, _, token = line.partition("; token=")
        client = cloned.test_client()
        client.set_cookie(*cookie.split("=", 1), domain="127.0.0.1")
        page = client.post("/en/track", data={"receipt": "x", "csrf_token": token}, base_url="http://127.0.0.1")
        assert page.status_code == 422
        assert "open for a long time" not in page.text
