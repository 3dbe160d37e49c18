"""Planted: SQL from the address."""
from flask import request
from accountability.core.db import db
def find():
    return db.session.execute(f"SELECT * FROM cases WHERE public_id = '{request.args['q']}'")
