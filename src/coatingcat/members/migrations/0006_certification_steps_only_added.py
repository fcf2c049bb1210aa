"""Steps of a certification are only ever added to; privacy's own function refuses the rest."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON members_certificationstep
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON members_certificationstep
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only_rows ON members_certificationstep;
DROP TRIGGER append_only_table ON members_certificationstep;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0005_companies"), ("privacy", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
