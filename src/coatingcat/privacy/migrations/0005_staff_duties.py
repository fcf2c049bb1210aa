"""Duties of staff, stops of bulk reads, switches; an opening carries its reason. All of them are only added to."""

import coatingcat.ground.clock
import coatingcat.ground.ids
import django.db.models.deletion
from django.db import migrations, models


TABLES = (
    "privacy_undertaking",
    "privacy_training",
    "privacy_rolegrant",
    "privacy_bulkalarm",
    "privacy_bulklift",
    "privacy_switchturn",
)
FORWARD = "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
    for table in TABLES
)
BACKWARD = "".join(
    f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in TABLES
)


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0004_consents_as_ts_27560"),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAlarm',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('window_minutes', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'db_table': 'privacy_bulkalarm',
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('FULFILMENT', 'FULFILMENT'), ('MARKETING', 'MARKETING'), ('PRIVACY_OFFICER', 'PRIVACY_OFFICER'), ('SUPPORT', 'SUPPORT')], max_length=20)),
                ('is_granted', models.BooleanField()),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
            ],
            options={
                'db_table': 'privacy_rolegrant',
            },
        ),
        migrations.CreateModel(
            name='SwitchTurn',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('switch', models.CharField(choices=[('DOWNLOADS', 'DOWNLOADS'), ('EXPORTS', 'EXPORTS'), ('SHARES', 'SHARES')], max_length=20)),
                ('is_frozen', models.BooleanField()),
                ('incident', models.UUIDField(null=True)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
            ],
            options={
                'db_table': 'privacy_switchturn',
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
            ],
            options={
                'db_table': 'privacy_training',
            },
        ),
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.UUIDField(default=coatingcat.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('signature', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'privacy_undertaking',
            },
        ),
        migrations.AddField(
            model_name='opening',
            name='about',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='opening',
            name='reason',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(fields=['actor', '-at'], name='opening_by_actor'),
        ),
        migrations.AddField(
            model_name='bulkalarm',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_alarms', to='privacy.subject'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants_made', to='privacy.subject'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='privacy.subject'),
        ),
        migrations.AddField(
            model_name='switchturn',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='switch_turns', to='privacy.subject'),
        ),
        migrations.AddField(
            model_name='training',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='privacy.subject'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='privacy.subject'),
        ),
        migrations.CreateModel(
            name='BulkLift',
            fields=[
                ('alarm', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='lift', serialize=False, to='privacy.bulkalarm')),
                ('at', models.DateTimeField(default=coatingcat.ground.clock.now)),
                ('is_lifted', models.BooleanField()),
                ('why', models.CharField(max_length=20)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_lifts', to='privacy.subject')),
            ],
            options={
                'db_table': 'privacy_bulklift',
            },
        ),
        migrations.AddIndex(
            model_name='bulkalarm',
            index=models.Index(fields=['subject', '-at'], name='bulkalarm_latest'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['subject', '-at'], name='rolegrant_latest'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['FULFILMENT', 'MARKETING', 'PRIVACY_OFFICER', 'SUPPORT'])), name='rolegrant_role'),
        ),
        migrations.AddIndex(
            model_name='switchturn',
            index=models.Index(fields=['switch', '-at', '-id'], name='switch_latest'),
        ),
        migrations.AddConstraint(
            model_name='switchturn',
            constraint=models.CheckConstraint(condition=models.Q(('switch__in', ['DOWNLOADS', 'EXPORTS', 'SHARES'])), name='switch_is_known'),
        ),
        migrations.AddIndex(
            model_name='training',
            index=models.Index(fields=['subject', '-at'], name='training_latest'),
        ),
        migrations.AddIndex(
            model_name='undertaking',
            index=models.Index(fields=['subject', 'version', '-at'], name='undertaking_latest'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
