"""Victims named or described one by one, and the circumstances as stated."""
