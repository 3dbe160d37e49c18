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
