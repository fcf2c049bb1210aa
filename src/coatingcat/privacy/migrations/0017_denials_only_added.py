"""Denials are only ever added to."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON privacy_denial
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON privacy_denial
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
BACKWARD = "DROP TRIGGER append_only_rows ON privacy_denial; DROP TRIGGER append_only_table ON privacy_denial;"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0016_denials")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
