# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='party',
            name='one_party_a_level',
        ),
        migrations.AddField(
            model_name='case',
            name='held_until',
            field=models.DateTimeField(help_text='Until when a handler put the naming off.', null=True),
        ),
        migrations.AddField(
            model_name='party',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('answer', 'answer'), ('repair', 'repair'), ('escalate', 'escalate'), ('recheck', 'recheck'), ('disclose', 'disclose')], max_length=16),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('receive', 'receive'), ('reject', 'reject'), ('merge', 'merge'), ('verify', 'verify'), ('notify', 'notify'), ('bounce', 'bounce'), ('acknowledge', 'acknowledge'), ('plan', 'plan'), ('dispute', 'dispute'), ('overrule', 'overrule'), ('return-plan', 'return-plan'), ('transfer', 'transfer'), ('claim-repair', 'claim-repair'), ('retest-clean', 'retest-clean'), ('retest-exposed', 'retest-exposed'), ('retest-undetermined', 'retest-undetermined'), ('confirm', 'confirm'), ('close', 'close'), ('escalate', 'escalate'), ('count', 'count'), ('statement', 'statement'), ('release-statement', 'release-statement'), ('disclose', 'disclose'), ('hold', 'hold'), ('note', 'note')], max_length=32),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('notice', 'notice'), ('escalation', 'escalation'), ('refuted', 'refuted'), ('missed', 'missed'), ('overruled', 'overruled'), ('upheld', 'upheld'), ('transferred', 'transferred')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'role'), name='one_party_a_level'),
        ),
    ]
