import importlib

from django.db import migrations

from people.intervals import NoOverlap

make_roles = importlib.import_module("articles.migrations.0003_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_the_desk")]

    operations = [
        NoOverlap(
            name="edition_one_live",
            table="articles_edition",
            key="article_id",
            start="live_from",
            end="live_until",
            range_type="tstzrange",
            where="{row}live_from IS NOT NULL",
            repeated=True,
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
