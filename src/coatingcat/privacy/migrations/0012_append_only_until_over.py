"""Rows of append-only tables go when their keeping time is over: the sweep tells the database so, in its transaction.

No weaker than before: whoever may set this may also drop the trigger. What it refuses is what happens by mistake.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION privacy_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('coatingcat.sweeping', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION privacy_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0011_exports_and_retention")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
