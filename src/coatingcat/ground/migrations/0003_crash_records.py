"""Failures by type and place."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ground', '0002_unlogged_buckets'),
    ]

    operations = [
        migrations.CreateModel(
            name='CrashRecord',
            fields=[
                ('fingerprint', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('exception', models.CharField(max_length=120)),
                ('places', models.CharField(max_length=1000)),
                ('at_work', models.CharField(max_length=80)),
                ('release', models.CharField(max_length=20)),
                ('count', models.PositiveIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
