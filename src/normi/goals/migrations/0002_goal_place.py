from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="goal",
            options={"ordering": ("place", "pk")},
        ),
        migrations.AddField(
            model_name="goal",
            name="place",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
