"""The register of incidents with its steps and those affected; yearly reviews of access."""

import coatingcat.ground.clock
import coatingcat.ground.ids
import coatingcat.privacy.models.incidents
import django.db.models.deletion
from django.db import migrations, models


FORWARD = "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
    for table in ("privacy_incidentstep", "privacy_accessreview")
)
BACKWARD = "".join(
    f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};"
    for table in ("privacy_incidentstep", "privacy_accessreview")
)


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0022_end_of_service"),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=coatingcat.privacy.models.incidents.new_code, max_length=20, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('is_drill', models.BooleanField()),
                ('aware_at', models.DateTimeField()),
                ('declared_at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('scope', models.CharField(max_length=10)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('label', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('recipient', models.CharField(blank=True, max_length=60)),
                ('actor', models.UUIDField(null=True)),
                ('found_at', models.DateTimeField(null=True)),
                ('affected_count', models.PositiveIntegerField(default=0)),
                ('gone_count', models.PositiveIntegerField(default=0)),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents_declared', to='privacy.subject')),
            ],
            options={
                'db_table': 'privacy_incident',
            },
        ),
        migrations.CreateModel(
            name='Affected',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kinds', models.CharField(blank=True, max_length=400)),
                ('told_at', models.DateTimeField(null=True)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='privacy.subject')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affected', to='privacy.incident')),
            ],
            options={
                'db_table': 'privacy_affected',
            },
        ),
        migrations.CreateModel(
            name='IncidentStep',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(max_length=20)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incident_steps', to='privacy.subject')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='privacy.incident')),
            ],
            options={
                'db_table': 'privacy_incidentstep',
            },
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('is_kept', models.BooleanField()),
                ('roles', models.CharField(max_length=120)),
                ('people', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_reviews_made', to='privacy.subject')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_reviews', to='privacy.subject')),
            ],
            options={
                'db_table': 'privacy_accessreview',
                'indexes': [models.Index(fields=['subject', '-at'], name='accessreview_latest')],
            },
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['INTRUSION', 'LEAK', 'LOSS', 'MISUSE', 'TAMPERING'])), name='incident_kind'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['EVERYBODY', 'OPENINGS', 'SHARES'])), name='incident_scope'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='incident_time'),
        ),
        migrations.AddConstraint(
            model_name='affected',
            constraint=models.UniqueConstraint(fields=('incident', 'subject'), name='affected_once'),
        ),
        migrations.AddConstraint(
            model_name='incidentstep',
            constraint=models.UniqueConstraint(fields=('incident', 'step'), name='incident_step_once'),
        ),
        migrations.AddConstraint(
            model_name='incidentstep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['ABROAD', 'ANNOUNCE', 'ASSESS', 'CONTAIN', 'DOWNLOADS', 'EXPORTS', 'NOTIFY', 'REPORT', 'SESSIONS_ACCOUNT', 'SESSIONS_ALL', 'SESSIONS_STAFF', 'SHARES', 'SUMMARY'])), name='incident_step_is_known'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
