"""What servers answered is only ever added to; the sweep alone takes it away, when its 30 days are over."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON outreach_webhookattempt
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON outreach_webhookattempt
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only_rows ON outreach_webhookattempt;
DROP TRIGGER append_only_table ON outreach_webhookattempt;
"""


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_webhooks"), ("privacy", "0012_append_only_until_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
