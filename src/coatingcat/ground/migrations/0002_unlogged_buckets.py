from django.db import migrations


class Migration(migrations.Migration):
    # Buckets are worth nothing after a crash, and write-ahead logging would cost a sync per request.
    dependencies = [("ground", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE ground_bucket SET UNLOGGED",
            "ALTER TABLE ground_bucket SET LOGGED",
        )
    ]
