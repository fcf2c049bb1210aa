"""What approvers decided, and what became of a material, is only ever added to."""

from django.db import migrations

# An erasure may still take the words of an approver away, as it may those of a step (0008).
GUARDS = {"trade_orderapproval": "trade_steps_only_added", "trade_materialchange": "privacy_append_only"}

FORWARD = "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {guard}();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {guard}();
"""
    for table, guard in GUARDS.items()
)
BACKWARD = "".join(
    f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in GUARDS
)


class Migration(migrations.Migration):
    dependencies = [("trade", "0011_approvals_and_materials"), ("privacy", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
