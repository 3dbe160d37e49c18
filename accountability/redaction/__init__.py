"""Finds what identifies somebody in the words of a citizen: pure text in, marked parts out; nothing is stored or sent."""
