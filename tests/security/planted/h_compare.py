"""Planted: a secret compared letter by letter."""
def is_right(token, token_hash):
    return token == token_hash
