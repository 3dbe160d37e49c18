"""Planted: an address without a permission."""
from flask import Blueprint
bp = Blueprint("planted", __name__)
@bp.get("/desk/all")
def everything():
    return "all"
