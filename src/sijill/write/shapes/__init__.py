"""Shapes: the same incidents in the words of four audiences, each saying what its shape could not carry."""
