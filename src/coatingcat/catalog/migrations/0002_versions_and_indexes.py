"""Two things Django does not say.

Versions of pages come from a sequence, which no rollback turns back. And Django gives every text key a second index for LIKE. Nothing here asks LIKE of a key, and an import pays for each."""

from django.db import migrations

DROP = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename LIKE 'catalog\\_%' AND indexname LIKE '%\\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', found.indexname);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE catalog_page_version", "DROP SEQUENCE catalog_page_version"),
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
    ]
