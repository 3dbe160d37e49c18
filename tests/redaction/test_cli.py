"""`flask redaction scan`: JSON lines in, JSON lines out, a bad line stops nothing."""

import json

import pytest

from accountability.redaction import cli


@pytest.fixture
def answered(app):
    def run(lines):
        result = app.test_cli_runner().invoke(cli.redaction, ["scan"], input=lines)
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr

    return run


def test_each_line_is_answered_with_its_spans(answered):
    lines = '{"id": "a", "text": "утас 99112233"}\n{"id": 2, "text": "Сәлем, дәрігер жоқ"}\n'
    code, answers, _progress = answered(lines)
    assert code == 0
    assert answers[0] == {"id": "a", "spans": [{"start": 5, "end": 13, "kind": "phone"}], "readable": True}
    assert answers[1] == {"id": 2, "spans": [], "readable": False}


def test_a_bad_line_is_named_and_the_others_are_answered(answered):
    bad = b'nonsense\n{"id": "a"}\n[]\n{"id": "b", "text": 5}\n\xff\xfe\n' + b"[" * 100_000 + b"\n"
    code, answers, _progress = answered(bad + '{"id": "c", "text": "Баярлалаа"}\n'.encode())
    assert code == 1
    assert [answer.get("line") for answer in answers[:-1]] == [1, 2, 3, 4, 5, 6]
    assert all("error" in answer for answer in answers[:-1])
    assert answers[-1] == {"id": "c", "spans": [], "readable": True}


def test_empty_lines_and_no_lines_are_no_fault(answered):
    assert answered("")[:2] == (0, [])
    assert answered("\n\n")[:2] == (0, [])


def test_lone_surrogates_come_and_go_as_escapes(answered):
    code, answers, _progress = answered('{"id": "\\ud800", "text": "\\ud800 99112233"}\n')
    assert code == 0
    assert answers[0]["spans"] == [{"start": 2, "end": 10, "kind": "phone"}]


def test_long_work_says_how_far_it_is(answered):
    code, answers, progress = answered('{"id": 1, "text": ""}\n' * 2000)
    assert (code, len(answers)) == (0, 2000)
    assert progress == "redaction: 1000 texts\nredaction: 2000 texts\n"
