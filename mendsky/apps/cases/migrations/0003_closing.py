# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_whole_case'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('answer', 'answer'), ('repair', 'repair'), ('escalate', 'escalate'), ('recheck', 'recheck'), ('disclose', 'disclose'), ('close', 'close')], max_length=16),
        ),
    ]
