"""Triggers that keep `entries` append-only, for each database.

`INSERT OR REPLACE` passes by triggers on UPDATE and DELETE in SQLite; the trigger that demands the next `seq` stops it.
"""

SQLITE = (
    """CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
       BEGIN SELECT RAISE(ABORT, 'entries are append-only: no entry is ever changed'); END""",
    """CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
       BEGIN SELECT RAISE(ABORT, 'entries are append-only: no entry is ever deleted'); END""",
    """CREATE TRIGGER entries_next BEFORE INSERT ON entries
       WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries)
       BEGIN SELECT RAISE(ABORT, 'entries are append-only: seq must be the next one'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION sijill_entries_guard() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP <> 'INSERT' THEN
           RAISE EXCEPTION 'entries are append-only: no entry is ever changed or deleted';
         END IF;
         IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM entries) THEN
           RAISE EXCEPTION 'entries are append-only: seq must be the next one';
         END IF;
         RETURN NEW;
       END $$""",
    "CREATE TRIGGER entries_guard BEFORE INSERT OR UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION sijill_entries_guard()",
    "CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION sijill_entries_guard()",
)

GUARDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
