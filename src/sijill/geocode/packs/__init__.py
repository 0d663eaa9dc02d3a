"""Packs: files of place names that a team imports. One reader for each kind of file; each gives spots and says what is broken."""
