"""Planted: a GET that writes."""
from flask import Blueprint
from accountability.core.db import db
bp = Blueprint("planted", __name__)
def requires(_p):
    return lambda view: view
@bp.get("/withdraw")
@requires("x")
def withdraw():
    db.session.commit()
