"""Steps, restrictions and arrangements are only ever added to; a case moves only as its table of moves says."""

from django.db import migrations

TABLES = ("privacy_casestep", "privacy_restriction", "privacy_arrangement", "privacy_correctionflow")

# The table of privacy.rules.cases as it was when this was written; a test compares the two.
MOVES = {
    "opened": ("taken", "waiting", "answered", "refused", "closed"),
    "taken": ("waiting", "answered", "refused", "closed"),
    "waiting": ("taken", "answered", "refused", "closed"),
    "reopened": ("taken", "waiting", "answered", "refused", "closed"),
    "answered": ("closed", "reopened"),
    "refused": ("closed", "reopened"),
    "closed": ("reopened",),
}
ALLOWED = ", ".join(f"('{before}', '{after}')" for before, ends in MOVES.items() for after in ends)

FORWARD = f"""
CREATE FUNCTION privacy_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'opened' THEN
        RAISE EXCEPTION 'a case begins as opened, not as %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({ALLOWED}) THEN
        RAISE EXCEPTION 'a case does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_moves BEFORE INSERT OR UPDATE OF state ON privacy_case
    FOR EACH ROW EXECUTE FUNCTION privacy_case_moves();
""" + "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
    for table in TABLES
)

BACKWARD = (
    "DROP TRIGGER case_moves ON privacy_case; DROP FUNCTION privacy_case_moves();"
    + "".join(f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in TABLES)
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0019_cases")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
