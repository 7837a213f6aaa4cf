from django.db import migrations

from people.intervals import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        NoOverlap(
            name="appointment_exclusive_posts",
            table="people_appointment",
            key="post_id",
            start="started_on",
            end="ended_on",
            range_type="daterange",
            where="{row}exclusive",
        ),
    ]
