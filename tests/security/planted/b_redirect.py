"""Planted: an open redirect."""
from flask import redirect, request
def go():
    return redirect(request.args["next"])
