"""Planted: a pickle from outside."""
import pickle
def read(body):
    return pickle.loads(body)
