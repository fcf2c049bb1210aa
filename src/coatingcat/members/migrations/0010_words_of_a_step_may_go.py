"""An erasure may take the words of a certifier's step away; when, by whom and what stays until its time is over."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION members_steps_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.note IS NULL AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('coatingcat.sweeping', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER append_only_rows ON members_certificationstep;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON members_certificationstep
    FOR EACH ROW EXECUTE FUNCTION members_steps_only_added();
"""
BACKWARD = """
DROP TRIGGER append_only_rows ON members_certificationstep;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON members_certificationstep
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
DROP FUNCTION members_steps_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0009_joining_and_handing_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
