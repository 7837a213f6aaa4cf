from django.db import migrations

from people.intervals import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        NoOverlap(
            name="edition_one_live",
            table="articles_edition",
            key="article_id",
            start="live_from",
            end="live_until",
            range_type="tstzrange",
            where="{row}live_from IS NOT NULL",
        ),
    ]
