"""Reads each source file once for all house rules."""

import ast
from functools import cache


@cache
def source(path):
    return path.read_text("utf-8")


@cache
def tree(path):
    return ast.parse(source(path))


@cache
def nodes(path):
    return list(ast.walk(tree(path)))
