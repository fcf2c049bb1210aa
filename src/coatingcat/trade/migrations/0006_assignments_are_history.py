"""An assignment begins and ends, once each; the database refuses every other change until its order is over."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION trade_assignment_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('coatingcat.sweeping', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - '{ended_at,ended_by_id}'::text[] = to_jsonb(OLD) - '{ended_at,ended_by_id}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is history: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_rows BEFORE UPDATE OR DELETE ON trade_assignment
    FOR EACH ROW EXECUTE FUNCTION trade_assignment_history();
CREATE TRIGGER history_table BEFORE TRUNCATE ON trade_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION trade_assignment_history();
"""
BACKWARD = """
DROP TRIGGER history_rows ON trade_assignment;
DROP TRIGGER history_table ON trade_assignment;
DROP FUNCTION trade_assignment_history();
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0005_assignments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
