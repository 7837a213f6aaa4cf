from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import ADMINISTERED, ensure_roles


def make_roles(apps, editor):
    """Permissions are otherwise made after all migrations, which is too late for the groups that hold them."""
    for label in ADMINISTERED:
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0, using=editor.connection.alias)
        app.models_module = None
    ensure_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_one_live_edition"),
        ("people", "0002_exclusive_posts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
