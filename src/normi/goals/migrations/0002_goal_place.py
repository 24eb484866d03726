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
            field=models.PositiveSmallIntegerField(null=True, verbose_name="Number on the list"),
        ),
        migrations.AlterField(
            model_name="goal",
            name="occupation_uri",
            field=models.CharField(max_length=200, verbose_name="Address of the role"),
        ),
        migrations.AlterField(
            model_name="goal",
            name="chosen_at",
            field=models.DateTimeField(verbose_name="Chosen"),
        ),
        migrations.AlterField(
            model_name="dismissal",
            name="advice",
            field=models.CharField(
                choices=[("skill", "Skill"), ("role", "Role"), ("profile", "Profile")],
                max_length=10,
                verbose_name="Kind of advice",
            ),
        ),
        migrations.AlterField(
            model_name="dismissal",
            name="about",
            field=models.CharField(max_length=200, verbose_name="What it was about"),
        ),
        migrations.AlterField(
            model_name="dismissal",
            name="dismissed_at",
            field=models.DateTimeField(verbose_name="Put away"),
        ),
    ]
