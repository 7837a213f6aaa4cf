"""Public addresses. A slug holds no dots, so that ``<slug>.json`` is never a slug."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.views import departments, history, media, meetings, news, people, release, topics


class SlugWithoutDots(StringConverter):
    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class Word(StringConverter):
    regex = "[a-z0-9]+"


class Number(StringConverter):
    """A number as people count, in one spelling."""

    regex = "[1-9][0-9]{0,3}"


register_converter(SlugWithoutDots, "address")
register_converter(Word, "word")
register_converter(Number, "number")

urlpatterns = [
    path("", news.front, name="front"),
    path("news/", news.news, name="listing"),
    path("news.json", news.news_json, name="listing_json"),
    path("news/<address:slug>/", release.release, name="release"),
    path("news/<address:slug>.json", release.release_json, name="release_json"),
    path("news/<address:slug>/history/", history.history, name="history"),
    path("news/<address:slug>/history/<number:number>/", history.superseded, name="superseded"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<address:slug>/", meetings.meeting, name="meeting"),
    path("people/", people.executives, name="executives"),
    path("people/<address:slug>/", people.executive, name="executive"),
    path("departments/", departments.departments, name="departments"),
    path("departments/<address:slug>/", departments.department, name="department"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<address:slug>/", topics.topic, name="topic"),
    path("media/pictures/<word:public_id>", media.picture, name="picture"),
    path("media/files/<word:public_id>", media.file, name="file"),
    path("media/portraits/<word:public_id>/<word:stamp>", media.portrait, name="portrait"),
]
