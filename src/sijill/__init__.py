"""Sijill (سجل, "register"): reads what is reported about a war and keeps the register of who was harmed.

The flow, in one direction: capture -> extract -> geocode -> link -> review -> tally -> write. Each stage takes and gives the
words of `sijill.model`; `sijill.pipeline` joins them with `sijill.register`; `sijill.cli` is the face.
"""

__version__ = "0.1.0"
