from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Releases and meetings")

    def ready(self) -> None:
        from articles.bin import keep  # noqa: PLC0415 - models are not loaded before
        from articles.discretion import known_to, revealed_as_known_to  # noqa: PLC0415
        from articles.references import needed_from  # noqa: PLC0415
        from people.keeping import register_keeper  # noqa: PLC0415
        from people.visibility import register_discretion, register_guard, register_telling  # noqa: PLC0415

        register_guard(needed_from)
        register_discretion(known_to)
        register_telling(revealed_as_known_to)
        register_keeper(keep)
