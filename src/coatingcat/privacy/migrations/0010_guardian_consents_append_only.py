"""What guardians agreed to is only ever added to: the database itself refuses the rest."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON privacy_guardianconsent
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON privacy_guardianconsent
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only_rows ON privacy_guardianconsent;
DROP TRIGGER append_only_table ON privacy_guardianconsent;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0009_minors")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
