"""Planted: a path from the address."""
from flask import request, send_file
def photo():
    return send_file(request.args["file"])
